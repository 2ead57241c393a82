package github

// Organization is one organisation; its id is its login in lower case. Source: GET /orgs/{org} and the calls that each
// field names. Most of it is shown to owners only.
type Organization struct {
	Login string `json:"login"`
	// Plan is the name of the plan as GitHub tells it, for example "free", "team" or "enterprise".
	Plan string `json:"plan"`
	// TwoFactorRequired is true when nobody may be a member without a second factor.
	TwoFactorRequired bool `json:"two_factor_required"`
	// DefaultRepositoryPermission is what each member may do with each repository: "none", "read", "write" or "admin".
	DefaultRepositoryPermission string `json:"default_repository_permission"`
	// MembersCan is what members may do who are no owners.
	MembersCan MembersCan `json:"members_can"`
	// WebCommitSignoffRequired is true when a commit made on the web must be signed off.
	WebCommitSignoffRequired bool `json:"web_commit_signoff_required"`
	// VerifiedDomain is true when the organisation has proved that a domain is its own.
	VerifiedDomain bool `json:"verified_domain"`
	// DeployKeysEnabled is true when repositories may have deploy keys.
	DeployKeysEnabled bool `json:"deploy_keys_enabled"`
	// Owners are the logins of the owners, sorted (GET /orgs/{org}/members?role=admin).
	Owners []string `json:"owners"`
	// MembersCount counts members with the owners (GET /orgs/{org}/members), OutsideCount the outside collaborators (GET
	// /orgs/{org}/outside_collaborators).
	MembersCount int `json:"members_count"`
	OutsideCount int `json:"outside_count"`
	// NewRepositories is what is turned on by itself in a repository that is made.
	NewRepositories NewRepositories `json:"new_repositories"`
	// Actions is what GitHub Actions may do.
	Actions OrganizationActions `json:"actions"`
	// SingleSignOn is null when members sign in with their accounts on GitHub alone (GraphQL: Organization.samlIdentityProvider, and
	// Enterprise.ownerInfo of the enterprise above it).
	SingleSignOn *SingleSignOn `json:"single_sign_on"`
	// SecurityConfigurations are the organisation's own and GitHub's that it uses, sorted by name (GET
	// /orgs/{org}/code-security/configurations).
	SecurityConfigurations []SecurityConfiguration `json:"security_configurations"`
}

// SingleSignOn is the identity provider by which members sign in. Whether GitHub demands it of each is not told by its API; one who
// is not known to the provider is not asked.
type SingleSignOn struct {
	// Level is who has set it up: "organization" or "enterprise"; Protocol is "saml" or "oidc".
	Level    string `json:"level"`
	Protocol string `json:"protocol"`
	// Unlinked are the logins of members who are not known to the provider, sorted.
	Unlinked []string `json:"unlinked"`
}

// MembersCan is what each member may do. Source: the members_can_… fields of GET /orgs/{org}.
type MembersCan struct {
	CreatePublicRepositories   bool `json:"create_public_repositories"`
	CreatePrivateRepositories  bool `json:"create_private_repositories"`
	CreateInternalRepositories bool `json:"create_internal_repositories"`
	// DeleteRepositories and ChangeVisibility hold for members who have admin rights on the repository.
	DeleteRepositories         bool `json:"delete_repositories"`
	ChangeVisibility           bool `json:"change_visibility"`
	ForkPrivateRepositories    bool `json:"fork_private_repositories"`
	InviteOutsideCollaborators bool `json:"invite_outside_collaborators"`
	CreateTeams                bool `json:"create_teams"`
	CreatePages                bool `json:"create_pages"`
}

// NewRepositories is what a new repository has without anybody's doing. Source: the …_enabled_for_new_repositories fields
// of GET /orgs/{org}. GitHub is replacing them by security configurations: a configuration whose DefaultFor is not "none"
// counts as well.
type NewRepositories struct {
	AdvancedSecurity             bool `json:"advanced_security"`
	DependabotAlerts             bool `json:"dependabot_alerts"`
	DependabotSecurityUpdates    bool `json:"dependabot_security_updates"`
	DependencyGraph              bool `json:"dependency_graph"`
	SecretScanning               bool `json:"secret_scanning"`
	SecretScanningPushProtection bool `json:"secret_scanning_push_protection"`
}

// OrganizationActions is what GitHub Actions may do in the organisation's repositories. Source: GET
// /orgs/{org}/actions/permissions and the paths below it.
type OrganizationActions struct {
	// EnabledRepositories is where Actions run: "all", "selected" or "none".
	EnabledRepositories string `json:"enabled_repositories"`
	// Allowed is which actions may be used; AllowedActions says more.
	Allowed AllowedActions `json:"allowed"`
	// DefaultWorkflowPermissions is what the token of a workflow may do that says nothing of it: "read" or "write".
	DefaultWorkflowPermissions string `json:"default_workflow_permissions"`
	// CanApprovePullRequests is true when workflows may make and approve pull requests.
	CanApprovePullRequests bool `json:"can_approve_pull_requests"`
	// ForkPRApproval says whose workflows from forks of public repositories wait for approval:
	// "first_time_contributors_new_to_github", "first_time_contributors" or "all_external_contributors".
	ForkPRApproval string `json:"fork_pr_approval"`
	// SelfHostedRunners says which repositories may have runners of their own: "all", "selected" or "none".
	SelfHostedRunners string `json:"self_hosted_runners"`
}

// AllowedActions is which actions and reusable workflows may be used. Policy is "all", "local_only" (those of the
// organisation or enterprise) or "selected", and the other three say which are selected besides the organisation's own;
// they are false and empty under other policies, and where Actions are off, Policy is "none".
type AllowedActions struct {
	Policy string `json:"policy"`
	// GitHubOwned allows those of GitHub itself, Verified those of verified creators.
	GitHubOwned bool `json:"github_owned"`
	Verified    bool `json:"verified"`
	// Patterns are further ones, for example "acme/*" or "acme/deploy@v2", sorted.
	Patterns []string `json:"patterns"`
	// SHAPinningRequired is true when a workflow that names an action otherwise than by its full commit does not run.
	SHAPinningRequired bool `json:"sha_pinning_required"`
}

// SecurityConfiguration is one code security configuration. Its settings are "enabled", "disabled" or "not_set".
type SecurityConfiguration struct {
	Name string `json:"name"`
	// Target is who made it: "global" (GitHub), "organization" or "enterprise".
	Target string `json:"target"`
	// Enforcement is "enforced" when repositories cannot turn it off, or "unenforced".
	Enforcement string `json:"enforcement"`
	// DefaultFor says which new repositories get it: "all", "public", "private_and_internal" or "none" (GET
	// /orgs/{org}/code-security/configurations/defaults).
	DefaultFor string `json:"default_for"`
	// Settings are by name, as GitHub names them, for example "secret_scanning_push_protection".
	Settings map[string]string `json:"settings"`
}

// Member is one person or machine account of an organisation; its id is "acme/login". Source: GET /orgs/{org}/members with
// the filters role and 2fa_disabled, and GET /orgs/{org}/outside_collaborators.
type Member struct {
	Login string `json:"login"`
	// Affiliation is "member" or "outside" (no member, but with access to some repository).
	Affiliation string `json:"affiliation"`
	// Role is "admin" (an owner) or "member", and null for outside collaborators.
	Role *string `json:"role"`
	// TwoFactor is true when the account has a second factor. Only owners are shown that.
	TwoFactor bool `json:"two_factor"`
	// Type is "User" or "Bot".
	Type string `json:"type"`
	// LastSeen is when the newest event of theirs in the audit log came, or null when there is none in the 180 days that it reaches
	// back (GET /orgs/{org}/audit-log, which GitHub Enterprise has). Fetching and pushing are no events there.
	LastSeen *string `json:"last_seen"`
	// SiteAdmin is true for the staff of GitHub, or of the server.
	SiteAdmin bool `json:"site_admin"`
}

// AppInstallation is one GitHub App that the organisation has let in; its id is "acme/app". Source: GET
// /orgs/{org}/installations.
type AppInstallation struct {
	// App is the app's name in its address, AppID its number.
	App   string `json:"app"`
	AppID int    `json:"app_id"`
	// RepositorySelection is "all" or "selected".
	RepositorySelection string `json:"repository_selection"`
	// Permissions are "read", "write" or "admin" by name, for example {"contents": "write", "organization_hooks": "read"}.
	// Names that begin with "organization_" and "members" concern the organisation, the others its repositories.
	Permissions map[string]string `json:"permissions"`
	// Events are those that it is told of, sorted.
	Events    []string `json:"events"`
	Suspended bool     `json:"suspended"`
	CreatedAt string   `json:"created_at"`
	UpdatedAt string   `json:"updated_at"`
}

// Credential is one token or key of a member that they let reach an organisation with single sign-on: a classic personal access
// token, an SSH key, or a token of an app; its id is "acme/" and its number. Source: GET /orgs/{org}/credential-authorizations.
type Credential struct {
	// Owner is the login of whose it is, Type what it is in GitHub's words, for example "personal access token", "SSH key" or "OAuth
	// app token".
	Owner string `json:"owner"`
	Type  string `json:"type"`
	// Scopes are what it may do, sorted; an SSH key has none.
	Scopes       []string `json:"scopes"`
	AuthorizedAt string   `json:"authorized_at"`
	// AccessedAt is null for one that was never used, ExpiresAt for one that never expires.
	AccessedAt *string `json:"accessed_at"`
	ExpiresAt  *string `json:"expires_at"`
}

// PAT is one fine-grained personal access token with access to the organisation; its id is "acme/" and the number of the
// grant. Classic tokens are not listed by GitHub. Source: GET /orgs/{org}/personal-access-tokens, which only an app may
// ask.
type PAT struct {
	// Owner is the login of whose it is, Token the name that they gave it.
	Owner string `json:"owner"`
	Token string `json:"token"`
	// RepositorySelection is "none", "all" or "subset".
	RepositorySelection string `json:"repository_selection"`
	// Permissions are by name, those on the organisation with "organization." before it and those on repositories with
	// "repository.", for example {"repository.contents": "write"}.
	Permissions map[string]string `json:"permissions"`
	GrantedAt   string            `json:"granted_at"`
	Expired     bool              `json:"expired"`
	// ExpiresAt is null for a token that never expires, LastUsedAt for one that was never used.
	ExpiresAt  *string `json:"expires_at"`
	LastUsedAt *string `json:"last_used_at"`
}
