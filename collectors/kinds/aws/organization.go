package aws

// Organization is the organisation that the account belongs to. Source: organizations:DescribeOrganization.
type Organization struct {
	// ManagementAccount is the number of the account that manages it; Management is true in that account.
	ManagementAccount string `json:"management_account"`
	Management        bool   `json:"management"`
	// AllFeatures is true when the organisation does more than to pay bills together.
	AllFeatures bool `json:"all_features"`
	// Managed is what only the management account sees; null in all others.
	Managed *ManagedOrganization `json:"managed"`
}

// ManagedOrganization is an organisation as its management account sees it. Source: organizations:ListRoots, ListPolicies,
// ListTargetsForPolicy, ListDelegatedAdministrators, DescribeResourcePolicy, iam:ListOrganizationsFeatures.
type ManagedOrganization struct {
	// ControlPolicies is true when service control policies are turned on.
	ControlPolicies bool `json:"control_policies"`
	// Root is the id of the root of all units, "r-…".
	Root string `json:"root"`
	// Guardrails are the service control policies besides AWS's own that allow everything.
	Guardrails []Guardrail `json:"guardrails"`
	// DelegatedAdmins are the accounts that administer services for the others, sorted.
	DelegatedAdmins []string `json:"delegated_admins"`
	// Delegation is the resource policy that lets members manage the organisation's policies; empty when there is none.
	Delegation []Statement `json:"delegation"`
	// RootCredentials is true when the root users of members are managed centrally; RootSessions when short tasks can be done
	// as one of them.
	RootCredentials bool `json:"root_credentials"`
	RootSessions    bool `json:"root_sessions"`
}

// Guardrail is one service control policy. Targets are the ids of what it is attached to, sorted: roots (r-…), units (ou-…),
// accounts.
type Guardrail struct {
	Name    string   `json:"name"`
	Targets []string `json:"targets"`
}
