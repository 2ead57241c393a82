package aws

// SecurityGroup is one security group. Source: ec2:DescribeSecurityGroups, ec2:DescribeNetworkInterfaces.
type SecurityGroup struct {
	GroupID     string  `json:"group_id"`
	VPC         *string `json:"vpc"`
	Description string  `json:"description"`
	// Default is true for the group that a VPC comes with and that counts where none is named.
	Default bool `json:"default"`
	// Attached is true when a network interface uses it.
	Attached bool          `json:"attached"`
	Ingress  []NetworkRule `json:"ingress"`
	Egress   []NetworkRule `json:"egress"`
}

// NetworkRule lets one peer through. Protocol is "all", "tcp", "udp", "icmp", "icmpv6" or the number of another. FromPort and
// ToPort are null where the protocol has no ports or all are meant; for icmp they are type and code, and are null as well.
// Exactly one of CIDR (IPv4 or IPv6), PrefixList and Group names the peer.
type NetworkRule struct {
	Protocol    string  `json:"protocol"`
	FromPort    *int    `json:"from_port"`
	ToPort      *int    `json:"to_port"`
	CIDR        *string `json:"cidr"`
	PrefixList  *string `json:"prefix_list"`
	Group       *string `json:"group"`
	Description string  `json:"description"`
}

// VPC is one virtual network. Source: ec2:DescribeVpcs, DescribeFlowLogs.
type VPC struct {
	CIDR    string `json:"cidr"`
	Default bool   `json:"default"`
	// FlowLogs are those of the whole VPC; a subnet's or interface's own do not count.
	FlowLogs []FlowLog `json:"flow_logs"`
}

// FlowLog is one record of traffic. Status is "ACTIVE"; Traffic is "ACCEPT", "REJECT" or "ALL".
type FlowLog struct {
	ID          string `json:"id"`
	Status      string `json:"status"`
	Traffic     string `json:"traffic"`
	Destination string `json:"destination"`
}

// NetworkACL is one access list of subnets. Source: ec2:DescribeNetworkAcls.
type NetworkACL struct {
	VPC     string `json:"vpc"`
	Default bool   `json:"default"`
	// Subnets are the ids of the subnets that it guards, sorted.
	Subnets []string `json:"subnets"`
	// Ingress and Egress are in the order in which they count: the first that matches decides.
	Ingress []ACLEntry `json:"ingress"`
	Egress  []ACLEntry `json:"egress"`
}

// ACLEntry is one line of an access list. Protocol and ports are as in NetworkRule.
type ACLEntry struct {
	Number   int    `json:"number"`
	Allow    bool   `json:"allow"`
	Protocol string `json:"protocol"`
	FromPort *int   `json:"from_port"`
	ToPort   *int   `json:"to_port"`
	CIDR     string `json:"cidr"`
}

// Instance is one virtual machine. Source: ec2:DescribeInstances.
type Instance struct {
	Type  string `json:"type"`
	State string `json:"state"`
	// Launched is when it was last started.
	Launched string  `json:"launched"`
	VPC      *string `json:"vpc"`
	// PublicAddress is its IPv4 address on the internet, or null.
	PublicAddress *string `json:"public_address"`
	// Profile is the ARN of its instance profile, by which it has a role, or null.
	Profile *string `json:"profile"`
	// SecurityGroups are ids, sorted.
	SecurityGroups []string `json:"security_groups"`
	Metadata       Metadata `json:"metadata"`
	// DetailedMonitoring is true when metrics come each minute.
	DetailedMonitoring bool `json:"detailed_monitoring"`
}

// Metadata is how an instance is told its credentials. Tokens is "required" (IMDSv2 only) or "optional".
type Metadata struct {
	Enabled bool   `json:"enabled"`
	Tokens  string `json:"tokens"`
	Hops    int    `json:"hops"`
}

// Volume is one EBS volume. Source: ec2:DescribeVolumes.
type Volume struct {
	GiB       int     `json:"gib"`
	Type      string  `json:"type"`
	Created   string  `json:"created"`
	Encrypted bool    `json:"encrypted"`
	KMSKey    *string `json:"kms_key"`
	// Attached is true when an instance has it.
	Attached bool `json:"attached"`
}

// Address is one elastic IP address. Source: ec2:DescribeAddresses.
type Address struct {
	PublicAddress string `json:"public_address"`
	// Used is true when an interface has it.
	Used bool `json:"used"`
}
