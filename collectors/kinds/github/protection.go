package github

// BranchProtection is what holds for one branch, the default branch of a repository that is neither empty nor archived; its
// id is "acme/web@main". It is the sum of the classic protection and of all rules of active rulesets of the repository, the
// organisation and the enterprise: the strictest of each counts, as on GitHub. Rulesets that are evaluated only, or
// disabled, do not count. Source: GET /repos/{owner}/{repo}/rules/branches/{branch} and GET
// /repos/{owner}/{repo}/branches/{branch}/protection.
type BranchProtection struct {
	Repository string `json:"repository"`
	Branch     string `json:"branch"`
	// Protected is true when there is any source.
	Protected bool `json:"protected"`
	// Sources is where the protection comes from, the classic one first, then by number.
	Sources []ProtectionSource `json:"sources"`
	// PullRequestRequired is true when nothing is merged without a pull request; the next six are 0, false or empty else.
	PullRequestRequired bool `json:"pull_request_required"`
	Approvals           int  `json:"approvals"`
	// DismissStale is true when new commits take approvals away, LastPushApproval when somebody else than who pushed last must
	// approve.
	DismissStale     bool `json:"dismiss_stale"`
	CodeOwnerReview  bool `json:"code_owner_review"`
	LastPushApproval bool `json:"last_push_approval"`
	ThreadResolution bool `json:"thread_resolution"`
	// MergeMethods are those that rules allow ("merge", "squash", "rebase"); empty when no rule says which.
	MergeMethods []string `json:"merge_methods"`
	// StatusChecks are those that must have passed; StrictChecks is true when the branch must be up to date for that.
	StatusChecks []StatusCheck `json:"status_checks"`
	StrictChecks bool          `json:"strict_checks"`
	// SignedCommits and LinearHistory are true when they are required.
	SignedCommits bool `json:"signed_commits"`
	LinearHistory bool `json:"linear_history"`
	// ForcePushes and Deletion are true when they are possible for those who may push.
	ForcePushes bool `json:"force_pushes"`
	Deletion    bool `json:"deletion"`
	// PushRestricted is true when only those in PushAllowed may push ("user:ann", "team:ops", "app:bot", sorted), besides those
	// who bypass.
	PushRestricted bool     `json:"push_restricted"`
	PushAllowed    []string `json:"push_allowed"`
	// Locked is true for a branch that nobody may push to.
	Locked     bool `json:"locked"`
	MergeQueue bool `json:"merge_queue"`
	// RequiredDeployments are environments, RequiredWorkflows are "owner/repo/path" or the repository's number instead of its
	// name, RequiredScanning are tools of code scanning; each sorted.
	RequiredDeployments []string `json:"required_deployments"`
	RequiredWorkflows   []string `json:"required_workflows"`
	RequiredScanning    []string `json:"required_scanning"`
	// Rules are the types of all rules of rulesets that hold, sorted, those that this version does not know among them.
	Rules []string `json:"rules"`
	// AdminsExempt is true when those who administer the repository can do without the review of changes: there is no source
	// that requires pull requests (where none does: no source at all) and binds them too.
	AdminsExempt bool `json:"admins_exempt"`
	// BypassActors are who can do without the review of changes: those who bypass each source that requires pull requests
	// (where none does: each source). Where several sources name different ones, it is those of the source that names
	// fewest, as nobody else can. Administrators whom the classic protection does not bind are among them.
	BypassActors []BypassActor `json:"bypass_actors"`
}

// ProtectionSource is one source of a branch's protection.
type ProtectionSource struct {
	// Kind is "classic" or "ruleset".
	Kind string `json:"kind"`
	// Ruleset is the ruleset's number, null for the classic protection.
	Ruleset *int `json:"ruleset"`
	// Level is "repository", "organization" or "enterprise"; Owner is the name of that.
	Level string `json:"level"`
	Owner string `json:"owner"`
}

// StatusCheck is one check that must have passed. App is the number of the app that must report it, or null for any.
type StatusCheck struct {
	Context string `json:"context"`
	App     *int   `json:"app"`
}

// BypassActor is one who may do without rules.
type BypassActor struct {
	// Type is as GitHub names it: "RepositoryRole", "OrganizationAdmin", "EnterpriseOwner", "Team", "Integration" (an app),
	// "DeployKey", "User".
	Type string `json:"type"`
	// ID is the number of the team, app, role or user, or null for what has none. The roles of GitHub are 2 (maintain),
	// 4 (write) and 5 (admin).
	ID *int `json:"id"`
	// Name is what it is called where that is known, or null.
	Name *string `json:"name"`
	// Mode is "always", "pull_request" (only when merging a pull request) or "exempt" (never asked).
	Mode string `json:"mode"`
}

// Ruleset is one ruleset, in whatever state; its id is "acme/rulesets/1" or "acme/web/rulesets/1". Those of
// levels above the target are known by the repositories that show them: those of an enterprise, and of its organisation for a single
// repository. Source: GET /orgs/{org}/rulesets/{id} and GET /repos/{owner}/{repo}/rulesets/{id}.
type Ruleset struct {
	Number int `json:"number"`
	// Repository is null for one of the organisation or the enterprise.
	Repository *string `json:"repository"`
	// Target is "branch", "tag", "push" or "repository".
	Target string `json:"target"`
	// Enforcement is "active", "evaluate" (only noted) or "disabled".
	Enforcement string `json:"enforcement"`
	// IncludeRefs and ExcludeRefs are patterns of refs, with "~DEFAULT_BRANCH" and "~ALL"; empty where the target has no refs.
	IncludeRefs []string `json:"include_refs"`
	ExcludeRefs []string `json:"exclude_refs"`
	// IncludeRepositories and ExcludeRepositories are patterns of names, with "~ALL"; empty for one that selects by number or
	// property, and for one of a repository.
	IncludeRepositories []string `json:"include_repositories"`
	ExcludeRepositories []string `json:"exclude_repositories"`
	// Repositories are the full names, in lower case and sorted, of those repositories of the target that it holds for, however
	// it selects them: that of its own for one of a repository.
	Repositories []string `json:"repositories"`
	// Rules are the types of its rules, sorted, for example "deletion", "non_fast_forward", "update", "pull_request".
	Rules        []string      `json:"rules"`
	BypassActors []BypassActor `json:"bypass_actors"`
}
