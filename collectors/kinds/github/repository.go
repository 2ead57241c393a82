package github

import "github.com/assize/assize/collectors/kinds/git"

// Repository is one repository; its id is "owner/name" in lower case, and its tags are those custom properties that have
// one value. Source: GET /orgs/{org}/repos, or GET /repos/{owner}/{repo}, and the calls that each field names. The paths
// are below /repos/{owner}/{repo} where they begin with a dot.
type Repository struct {
	FullName string `json:"full_name"`
	// Places are where git finds it, as host and path of its clone URL and its SSH URL, for example "github.com/acme/web"; sorted.
	Places []string `json:"places"`
	// Visibility is "public", "private" or "internal".
	Visibility string `json:"visibility"`
	// Archived is true for one that nobody can change. What only matters where somebody can (branches, hooks,
	// environments, Actions) is not read then.
	Archived bool `json:"archived"`
	Fork     bool `json:"fork"`
	Template bool `json:"template"`
	// Empty is true when nothing was ever pushed.
	Empty         bool   `json:"empty"`
	DefaultBranch string `json:"default_branch"`
	// Description is null when there is none.
	Description *string `json:"description"`
	CreatedAt   string  `json:"created_at"`
	// PushedAt is null for an empty repository.
	PushedAt *string `json:"pushed_at"`
	// License is the SPDX identifier that GitHub recognises, "NOASSERTION" for a licence that it does not know, or null when
	// there is no licence file.
	License *string  `json:"license"`
	Topics  []string `json:"topics"`
	// CustomProperties are the organisation's, by name; one with a single value is a list of one.
	CustomProperties map[string][]string `json:"custom_properties"`
	AllowForking     bool                `json:"allow_forking"`
	// WebCommitSignoffRequired is true when a commit made on the web must be signed off.
	WebCommitSignoffRequired bool `json:"web_commit_signoff_required"`
	// MergeMethods are those that are allowed ("merge", "rebase", "squash"). REST shows these two to those only who may change them,
	// and the methods in no list.
	DeleteBranchOnMerge bool     `json:"delete_branch_on_merge"`
	MergeMethods        []string `json:"merge_methods"`
	// Security is which of GitHub's features are on.
	Security RepositorySecurity `json:"security"`
	// CodeScanning is how the code is scanned.
	CodeScanning CodeScanning `json:"code_scanning"`
	// Alerts are the open ones.
	Alerts Alerts `json:"alerts"`
	// Actions is what GitHub Actions may do.
	Actions RepositoryActions `json:"actions"`
	// Access is who may do what by being named on the repository: no owner of the organisation, no member of a team and
	// nobody by the organisation's base permission is among them (GET ./collaborators?affiliation=direct).
	Access RepositoryAccess `json:"access"`
}

// Documents are the files of the default branch by which a repository says what it is and who answers for it; its id is the
// repository's. Each is null when there is none. Files that hold for all repositories of the organisation are those of its
// repository ".github". Source: the tree of the default branch, and the texts of CODEOWNERS and the security policy.
type Documents struct {
	Repository     string              `json:"repository"`
	Codeowners     *git.Codeowners     `json:"codeowners"`
	SecurityPolicy *git.SecurityPolicy `json:"security_policy"`
	// The others are paths.
	License       *string `json:"license"`
	Readme        *string `json:"readme"`
	Contributing  *string `json:"contributing"`
	Changelog     *string `json:"changelog"`
	Support       *string `json:"support"`
	CodeOfConduct *string `json:"code_of_conduct"`
}

// RepositorySecurity is which features are on. Source: security_and_analysis, which GitHub shows to those who administer the
// repository; of features that it does not have in the organisation's plan there may be no word, which is a gap.
type RepositorySecurity struct {
	// AdvancedSecurity is true on public repositories of github.com, which have it for nothing.
	AdvancedSecurity             bool `json:"advanced_security"`
	SecretScanning               bool `json:"secret_scanning"`
	SecretScanningPushProtection bool `json:"secret_scanning_push_protection"`
	SecretScanningValidityChecks bool `json:"secret_scanning_validity_checks"`
	SecretScanningOtherPatterns  bool `json:"secret_scanning_other_patterns"`
	DependabotSecurityUpdates    bool `json:"dependabot_security_updates"`
	// VulnerabilityAlerts are Dependabot's alerts (GET ./vulnerability-alerts).
	VulnerabilityAlerts bool `json:"vulnerability_alerts"`
	// PrivateVulnerabilityReporting is GET ./private-vulnerability-reporting; it is false on repositories that are not public.
	PrivateVulnerabilityReporting bool `json:"private_vulnerability_reporting"`
	// ImmutableReleases is true when a release cannot be changed after it is published (GET ./immutable-releases).
	ImmutableReleases bool `json:"immutable_releases"`
}

// CodeScanning is how the code is scanned. Source: GET ./code-scanning/default-setup and GET
// ./code-scanning/analyses?per_page=1.
type CodeScanning struct {
	// DefaultSetup is true when GitHub's own setup is on, for the Languages.
	DefaultSetup bool     `json:"default_setup"`
	Languages    []string `json:"languages"`
	// LastAnalysis is when any tool last handed in results, or null when none ever did.
	LastAnalysis *string `json:"last_analysis"`
}

// Alerts are the open alerts by origin, each null where the feature is off. Source: GET
// /orgs/{org}/{dependabot,code-scanning,secret-scanning}/alerts?state=open, or the same below the repository.
type Alerts struct {
	Dependabot     *AlertSummary `json:"dependabot"`
	CodeScanning   *AlertSummary `json:"code_scanning"`
	SecretScanning *AlertSummary `json:"secret_scanning"`
}

// AlertSummary counts open alerts. Severities are "critical", "high", "medium", "low", for code scanning also "error",
// "warning" and "note" where the tool gives no security severity; a secret has the severity "critical".
type AlertSummary struct {
	// Open counts by severity; there is no entry for none.
	Open map[string]int `json:"open"`
	// Oldest is when the oldest open alert of a severity was made.
	Oldest map[string]string `json:"oldest"`
}

// RepositoryActions is what GitHub Actions may do in the repository. Source: GET ./actions/permissions and the paths below
// it. Where Actions are off, the texts are "none" and the others false.
type RepositoryActions struct {
	Enabled bool `json:"enabled"`
	// Allowed is which actions may be used.
	Allowed AllowedActions `json:"allowed"`
	// DefaultWorkflowPermissions is what the token of a workflow may do that says nothing of it: "read" or "write".
	DefaultWorkflowPermissions string `json:"default_workflow_permissions"`
	CanApprovePullRequests     bool   `json:"can_approve_pull_requests"`
	// ForkPRApproval is as in OrganizationActions for public repositories, and null for others.
	ForkPRApproval *string `json:"fork_pr_approval"`
	// AccessLevel says which repositories may use the actions and workflows of this one: "none", "user", "organization" or
	// "enterprise"; null for a public one, which everybody may use.
	AccessLevel *string `json:"access_level"`
}

// RepositoryAccess are logins by what they may do, each in one list only, sorted.
type RepositoryAccess struct {
	Admins      []string `json:"admins"`
	Maintainers []string `json:"maintainers"`
	Writers     []string `json:"writers"`
	// Outside are those of all permissions who are no members of the organisation. It has a gap when its outside
	// collaborators could not be listed.
	Outside []string `json:"outside"`
}

// Webhook is one webhook of an organisation or repository; its id is "acme/hooks/1" or "acme/web/hooks/1". Source: GET
// /orgs/{org}/hooks and GET /repos/{owner}/{repo}/hooks. The path of its URL may hold a token and is not kept.
type Webhook struct {
	// Repository is null for a hook of the organisation.
	Repository *string `json:"repository"`
	Host       string  `json:"host"`
	Scheme     string  `json:"scheme"` // "https" or "http"
	// VerifiesTLS is false when the certificate is not checked.
	VerifiesTLS bool `json:"verifies_tls"`
	// HasSecret is true when deliveries are signed.
	HasSecret   bool     `json:"has_secret"`
	ContentType string   `json:"content_type"` // "json" or "form"
	Events      []string `json:"events"`       // sorted; "*" is all
	Active      bool     `json:"active"`
	// LastStatus is the HTTP status of the last delivery, or null when there was none.
	LastStatus *int `json:"last_status"`
}

// DeployKey is one SSH key that opens one repository; its id is "acme/web/keys/1". Source: GET /repos/{owner}/{repo}/keys.
type DeployKey struct {
	Repository string `json:"repository"`
	Title      string `json:"title"`
	ReadOnly   bool   `json:"read_only"`
	Verified   bool   `json:"verified"`
	CreatedAt  string `json:"created_at"`
	// LastUsed is null for one that was never used, AddedBy where GitHub does not know any more.
	LastUsed *string `json:"last_used"`
	AddedBy  *string `json:"added_by"`
}

// Collaborator is one account that is named on one repository; its id is "acme/web/login". Source: GET
// /repos/{owner}/{repo}/collaborators?affiliation=direct.
type Collaborator struct {
	Repository string `json:"repository"`
	Login      string `json:"login"`
	// Permission is "admin", "maintain", "write", "triage" or "read"; Role is the same or the name of a custom role.
	Permission string `json:"permission"`
	Role       string `json:"role"`
	// Outside is true for one who is no member of the organisation.
	Outside bool   `json:"outside"`
	Type    string `json:"type"` // "User" or "Bot"
}

// TeamAccess is what one team may do with one repository; its id is "acme/web/teams/slug". Source: GET
// /orgs/{org}/teams and GET /orgs/{org}/teams/{slug}/repos.
type TeamAccess struct {
	Repository string `json:"repository"`
	// Team is the team's name in its address.
	Team string `json:"team"`
	// Permission and Role are as in Collaborator.
	Permission string `json:"permission"`
	Role       string `json:"role"`
}
