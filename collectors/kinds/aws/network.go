package aws

// Peering is one connection of two networks, as the routes of this account use it.
// Source: ec2:DescribeVpcPeeringConnections, DescribeRouteTables.
type Peering struct {
	// Status is "active", "pending-acceptance", "rejected", ….
	Status    string `json:"status"`
	Requester Peer   `json:"requester"`
	Accepter  Peer   `json:"accepter"`
	// Routes are those of this account that lead through it, sorted.
	Routes []PeeringRoute `json:"routes"`
}

// Peer is one side of a peering. CIDRs are all of its network, sorted.
type Peer struct {
	Account string   `json:"account"`
	VPC     string   `json:"vpc"`
	CIDRs   []string `json:"cidrs"`
}

// PeeringRoute is one route. VPC is the network whose table has it; Destination is a CIDR or a prefix list's id.
type PeeringRoute struct {
	Table       string `json:"table"`
	VPC         string `json:"vpc"`
	Destination string `json:"destination"`
}

// Endpoint is a way from a network to a service that does not lead over the internet. Source: ec2:DescribeVpcEndpoints.
type Endpoint struct {
	VPC string `json:"vpc"`
	// Service is for example "com.amazonaws.eu-central-1.s3"; Type is "Gateway", "Interface", "GatewayLoadBalancer", ….
	Service string `json:"service"`
	Type    string `json:"type"`
	State   string `json:"state"`
	// Policy says what may be done through it; empty when it has none.
	Policy []Statement `json:"policy"`
}
