package github

// Environment is one deployment environment of a repository; its id is "acme/web/environments/production". Source: GET
// /repos/{owner}/{repo}/environments.
type Environment struct {
	Repository  string `json:"repository"`
	Environment string `json:"environment"`
	// Reviewers must approve a deployment, one of them: "user:ann" or "team:ops", sorted.
	Reviewers []string `json:"reviewers"`
	// PreventSelfReview is true when who started a deployment cannot approve it.
	PreventSelfReview bool `json:"prevent_self_review"`
	WaitMinutes       int  `json:"wait_minutes"`
	// BranchPolicy says what may be deployed: "protected" (protected branches), "custom" (named branches and tags) or "none"
	// (anything).
	BranchPolicy string `json:"branch_policy"`
	// AdminsBypass is true when administrators of the repository need no approval.
	AdminsBypass bool `json:"admins_bypass"`
}

// DeploymentSample are the newest deployments to one environment that has reviewers; its id is that of the environment.
// Source: GET /repos/{owner}/{repo}/deployments, their statuses, and GET /repos/{owner}/{repo}/actions/runs/{run}/approvals.
type DeploymentSample struct {
	Repository  string `json:"repository"`
	Environment string `json:"environment"`
	// Deployments are the newest first.
	Deployments []Deployment `json:"deployments"`
}

// Deployment is one deployment.
type Deployment struct {
	ID  int    `json:"id"`
	SHA string `json:"sha"`
	// Creator is a login, or null where GitHub does not know any more.
	Creator   *string `json:"creator"`
	CreatedAt string  `json:"created_at"`
	// State is that of its newest status, for example "success", "failure" or "inactive"; "pending" when it has none.
	State string `json:"state"`
	// ApprovedBy are the logins of who approved it, sorted; empty when nobody did, or when no workflow made it.
	ApprovedBy []string `json:"approved_by"`
	// SelfApproved is true when the creator is the only one who approved.
	SelfApproved bool `json:"self_approved"`
}

// ChangeSample are the newest commits of the default branch as they came to it, at most 30 of its first-parent line; its id
// is "acme/web@main". Source: GitHub's GraphQL API, Commit and PullRequest.
type ChangeSample struct {
	Repository string `json:"repository"`
	Branch     string `json:"branch"`
	// Changes are the newest first; there is one for each pull request, and one for each commit that came without.
	Changes []Change `json:"changes"`
}

// Change is one way in which commits came to a branch.
type Change struct {
	// SHA is the commit, PullRequest the number of the pull request that brought it, or null for one that was pushed directly.
	SHA         string `json:"sha"`
	PullRequest *int   `json:"pull_request"`
	CommittedAt string `json:"committed_at"`
	// Author is who opened the pull request, or wrote the commit; MergedBy who merged it. Null where GitHub does not know an
	// account, and MergedBy for a direct push.
	Author   *string `json:"author"`
	MergedBy *string `json:"merged_by"`
	// AuthorIsBot is true for an app or a machine account of GitHub's.
	AuthorIsBot bool `json:"author_is_bot"`
	// ApprovedBy are the logins of others than the author whose last word on it was approval, sorted.
	ApprovedBy []string `json:"approved_by"`
	// Checks is what the checks of the merged commit came to: "success", "failure", "pending", or null when there were none.
	Checks *string `json:"checks"`
	// Signed is true when GitHub could verify the signature of the commit.
	Signed bool `json:"signed"`
}

// Runner is one self-hosted runner; its id is "acme/runners/1" or "acme/web/runners/1". Source: GET
// /orgs/{org}/actions/runners and GET /repos/{owner}/{repo}/actions/runners.
type Runner struct {
	// Repository is null for a runner of the organisation.
	Repository *string `json:"repository"`
	// Public is true when Repository is public.
	Public bool     `json:"public"`
	OS     string   `json:"os"`
	Online bool     `json:"online"`
	Labels []string `json:"labels"`
	// Ephemeral is true for one that takes one job and is gone.
	Ephemeral bool `json:"ephemeral"`
}

// RunnerGroup is one group of self-hosted runners; its id is "acme/runner-groups/1". Source: GET
// /orgs/{org}/actions/runner-groups.
type RunnerGroup struct {
	// Visibility says which repositories may use it: "all", "selected" or "private".
	Visibility string `json:"visibility"`
	// AllowsPublic is true when public repositories may use it.
	AllowsPublic bool `json:"allows_public"`
	Default      bool `json:"default"`
	// Inherited is true for one of the enterprise.
	Inherited bool `json:"inherited"`
	// RestrictedToWorkflows is true when only the SelectedWorkflows may use it.
	RestrictedToWorkflows bool     `json:"restricted_to_workflows"`
	SelectedWorkflows     []string `json:"selected_workflows"`
}

// Secret is one secret that GitHub keeps for workflows, by its name; its value cannot be read. Its id is
// "acme/secrets/actions/NAME" or "acme/web/secrets/actions/NAME". Source: GET /orgs/{org}/actions/secrets, GET
// /orgs/{org}/dependabot/secrets and GET /repos/{owner}/{repo}/actions/secrets.
type Secret struct {
	// Repository is null for a secret of the organisation.
	Repository *string `json:"repository"`
	// For is who gets it: "actions" or "dependabot".
	For string `json:"for"`
	// Visibility says which repositories get it: "all", "private" or "selected"; null for a repository's own.
	Visibility *string `json:"visibility"`
	CreatedAt  string  `json:"created_at"`
	UpdatedAt  string  `json:"updated_at"`
}

// ReleaseSample are the newest releases of a repository, at most five, drafts left out; its id is the repository's. Source: GitHub's
// GraphQL API, Release. It does not tell which of them are immutable, nor of attestations that GitHub keeps.
type ReleaseSample struct {
	Repository string `json:"repository"`
	// Releases are the newest first.
	Releases []Release `json:"releases"`
}

// Release is one release.
type Release struct {
	Tag string `json:"tag"`
	// PublishedAt is null where GitHub does not know it.
	PublishedAt *string `json:"published_at"`
	Prerelease  bool    `json:"prerelease"`
	// Assets counts its files. Signatures are those among them that sign others or say where they come from, SBOMs those that list
	// what others are made of, by their names; both sorted.
	Assets     int      `json:"assets"`
	Signatures []string `json:"signatures"`
	SBOMs      []string `json:"sboms"`
}
