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
