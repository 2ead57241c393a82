package github

// An endpoint is one path of the API that is read.
type endpoint struct {
	// service is its line in the coverage.
	service string
	// needs is what GitHub wants for it: the permission of a fine-grained token or an app, and the scope of a classic token.
	needs string
	// public is true for what no GitHub Enterprise Server has.
	public bool
}

// The endpoints. Their paths are those of GitHub's description.
const (
	orgOf            = "/orgs/{org}"
	membersOf        = "/orgs/{org}/members"
	outsideOf        = "/orgs/{org}/outside_collaborators"
	reposOf          = "/orgs/{org}/repos"
	auditLogOf       = "/orgs/{org}/audit-log"
	credentialsOf    = "/orgs/{org}/credential-authorizations"
	installationsOf  = "/orgs/{org}/installations"
	patsOf           = "/orgs/{org}/personal-access-tokens"
	orgHooksOf       = "/orgs/{org}/hooks"
	orgRulesetsOf    = "/orgs/{org}/rulesets"
	orgRulesetOf     = "/orgs/{org}/rulesets/{ruleset_id}"
	orgActionsOf     = "/orgs/{org}/actions/permissions"
	orgActionReposOf = "/orgs/{org}/actions/permissions/repositories"
	orgSelectedOf    = "/orgs/{org}/actions/permissions/selected-actions"
	orgWorkflowOf    = "/orgs/{org}/actions/permissions/workflow"
	orgForkOf        = "/orgs/{org}/actions/permissions/fork-pr-contributor-approval"
	orgSelfHostedOf  = "/orgs/{org}/actions/permissions/self-hosted-runners"
	orgRunnerReposOf = "/orgs/{org}/actions/permissions/self-hosted-runners/repositories"
	orgRunnersOf     = "/orgs/{org}/actions/runners"
	runnerGroupsOf   = "/orgs/{org}/actions/runner-groups"
	orgImmutableOf   = "/orgs/{org}/settings/immutable-releases"
	orgImmutablesOf  = "/orgs/{org}/settings/immutable-releases/repositories"
	orgSecretsOf     = "/orgs/{org}/actions/secrets"
	orgBotSecretsOf  = "/orgs/{org}/dependabot/secrets"
	orgBotAlertsOf   = "/orgs/{org}/dependabot/alerts"
	orgCodeAlertsOf  = "/orgs/{org}/code-scanning/alerts"
	orgLeakAlertsOf  = "/orgs/{org}/secret-scanning/alerts"
	configurationsOf = "/orgs/{org}/code-security/configurations"
	defaultsOf       = "/orgs/{org}/code-security/configurations/defaults"
	configuredOf     = "/orgs/{org}/code-security/configurations/{configuration_id}/repositories"
	teamsOf          = "/orgs/{org}/teams"
	teamReposOf      = "/orgs/{org}/teams/{team_slug}/repos"

	repoOf          = "/repos/{owner}/{repo}"
	rulesOf         = "/repos/{owner}/{repo}/rules/branches/{branch}"
	branchOf        = "/repos/{owner}/{repo}/branches/{branch}"
	protectionOf    = "/repos/{owner}/{repo}/branches/{branch}/protection"
	rulesetsOf      = "/repos/{owner}/{repo}/rulesets"
	rulesetOf       = "/repos/{owner}/{repo}/rulesets/{ruleset_id}"
	hooksOf         = "/repos/{owner}/{repo}/hooks"
	keysOf          = "/repos/{owner}/{repo}/keys"
	collaboratorsOf = "/repos/{owner}/{repo}/collaborators"
	repoTeamsOf     = "/repos/{owner}/{repo}/teams"
	environmentsOf  = "/repos/{owner}/{repo}/environments"
	actionsOf       = "/repos/{owner}/{repo}/actions/permissions"
	selectedOf      = "/repos/{owner}/{repo}/actions/permissions/selected-actions"
	workflowOf      = "/repos/{owner}/{repo}/actions/permissions/workflow"
	accessOf        = "/repos/{owner}/{repo}/actions/permissions/access"
	forkOf          = "/repos/{owner}/{repo}/actions/permissions/fork-pr-contributor-approval"
	runnersOf       = "/repos/{owner}/{repo}/actions/runners"
	secretsOf       = "/repos/{owner}/{repo}/actions/secrets"
	approvalsOf     = "/repos/{owner}/{repo}/actions/runs/{run_id}/approvals"
	deploymentsOf   = "/repos/{owner}/{repo}/deployments"
	statusesOf      = "/repos/{owner}/{repo}/deployments/{deployment_id}/statuses"
	vulnerabilityOf = "/repos/{owner}/{repo}/vulnerability-alerts"
	reportingOf     = "/repos/{owner}/{repo}/private-vulnerability-reporting"
	immutableOf     = "/repos/{owner}/{repo}/immutable-releases"
	setupOf         = "/repos/{owner}/{repo}/code-scanning/default-setup"
	analysesOf      = "/repos/{owner}/{repo}/code-scanning/analyses"
	codeAlertsOf    = "/repos/{owner}/{repo}/code-scanning/alerts"
	botAlertsOf     = "/repos/{owner}/{repo}/dependabot/alerts"
	leakAlertsOf    = "/repos/{owner}/{repo}/secret-scanning/alerts"
	treeOf          = "/repos/{owner}/{repo}/git/trees/{tree_sha}"
	blobOf          = "/repos/{owner}/{repo}/git/blobs/{file_sha}"
	graphqlOf       = "/graphql"
)

// What is needed, in words. Source: GitHub Docs, Permissions required for fine-grained personal access tokens, and Scopes for
// OAuth apps.
const (
	needsOwner    = "organisation permission Administration: read, by an owner (classic: admin:org)"
	needsMembers  = "organisation permission Members: read (classic: read:org); an owner's, for who has no second factor"
	needsMeta     = "repository permission Metadata: read (classic: repo)"
	needsAdmin    = "repository permission Administration: read, by an administrator (classic: repo)"
	needsActions  = "repository permission Actions: read (classic: repo)"
	needsCode     = "repository permission Code scanning alerts: read (classic: security_events)"
	needsBot      = "repository permission Dependabot alerts: read (classic: security_events)"
	needsLeaks    = "repository permission Secret scanning alerts: read, by an administrator (classic: repo)"
	needsContents = "repository permission Contents: read (classic: repo)"
	needsChanges  = "repository permissions Contents, Pull requests, Checks and Commit statuses: read (classic: repo)"
	needsDeploys  = "repository permission Deployments: read (classic: repo_deployment)"
)

// endpoints says of each what it takes.
var endpoints = map[string]endpoint{
	orgOf:            {service: "organization", needs: needsOwner},
	membersOf:        {service: "members", needs: needsMembers},
	outsideOf:        {service: "members", needs: needsMembers},
	reposOf:          {service: "repositories", needs: needsMeta},
	installationsOf:  {service: "apps", needs: needsOwner},
	patsOf:           {service: "tokens", needs: "an app with the organisation permission Personal access tokens: read"},
	auditLogOf:       {service: "audit log", needs: "organisation permission Administration: read, by an owner (classic: read:audit_log)"},
	credentialsOf:    {service: "credentials", needs: "organisation permission Administration: read, by an owner (classic: read:org)", public: true},
	orgHooksOf:       {service: "webhooks", needs: "organisation permission Webhooks: read (classic: admin:org_hook)"},
	orgRulesetsOf:    {service: "rulesets", needs: needsOwner},
	orgRulesetOf:     {service: "rulesets", needs: needsOwner},
	orgActionsOf:     {service: "actions", needs: needsOwner},
	orgActionReposOf: {service: "actions", needs: needsOwner},
	orgSelectedOf:    {service: "actions", needs: needsOwner},
	orgWorkflowOf:    {service: "actions", needs: needsOwner},
	orgForkOf:        {service: "actions", needs: needsOwner, public: true},
	orgSelfHostedOf:  {service: "actions", needs: needsOwner},
	orgRunnerReposOf: {service: "actions", needs: needsOwner},
	orgRunnersOf:     {service: "runners", needs: "organisation permission Self-hosted runners: read (classic: admin:org)"},
	runnerGroupsOf:   {service: "runners", needs: "organisation permission Self-hosted runners: read (classic: admin:org)"},
	orgImmutableOf:   {service: "security features", needs: needsOwner, public: true},
	orgImmutablesOf:  {service: "security features", needs: needsOwner, public: true},
	orgSecretsOf:     {service: "secrets", needs: "organisation permission Secrets: read (classic: admin:org)"},
	orgBotSecretsOf:  {service: "secrets", needs: "organisation permission Organization dependabot secrets: read (classic: admin:org)"},
	orgBotAlertsOf:   {service: "alerts", needs: needsBot},
	orgCodeAlertsOf:  {service: "alerts", needs: needsCode},
	orgLeakAlertsOf:  {service: "alerts", needs: needsLeaks},
	configurationsOf: {service: "security configurations", needs: needsOwner},
	defaultsOf:       {service: "security configurations", needs: needsOwner},
	configuredOf:     {service: "security configurations", needs: needsOwner},
	teamsOf:          {service: "teams", needs: needsMembers},
	teamReposOf:      {service: "teams", needs: needsMembers},

	repoOf:          {service: "repositories", needs: needsMeta},
	rulesOf:         {service: "branch protection", needs: needsMeta},
	branchOf:        {service: "branch protection", needs: needsContents},
	protectionOf:    {service: "branch protection", needs: needsAdmin},
	rulesetsOf:      {service: "rulesets", needs: needsMeta},
	rulesetOf:       {service: "rulesets", needs: needsMeta},
	hooksOf:         {service: "webhooks", needs: "repository permission Webhooks: read (classic: admin:repo_hook)"},
	keysOf:          {service: "deploy keys", needs: needsAdmin},
	collaboratorsOf: {service: "collaborators", needs: "repository permission Metadata: read, by somebody who may push (classic: repo)"},
	repoTeamsOf:     {service: "teams", needs: needsAdmin},
	environmentsOf:  {service: "environments", needs: needsActions},
	actionsOf:       {service: "actions", needs: needsAdmin},
	selectedOf:      {service: "actions", needs: needsAdmin},
	workflowOf:      {service: "actions", needs: needsAdmin},
	accessOf:        {service: "actions", needs: needsAdmin},
	forkOf:          {service: "actions", needs: needsAdmin, public: true},
	runnersOf:       {service: "runners", needs: needsAdmin},
	secretsOf:       {service: "secrets", needs: "repository permission Secrets: read (classic: repo)"},
	approvalsOf:     {service: "deployments", needs: needsActions},
	deploymentsOf:   {service: "deployments", needs: needsDeploys},
	statusesOf:      {service: "deployments", needs: needsDeploys},
	vulnerabilityOf: {service: "security features", needs: needsAdmin},
	reportingOf:     {service: "security features", needs: needsMeta, public: true},
	immutableOf:     {service: "security features", needs: needsAdmin, public: true},
	setupOf:         {service: "code scanning", needs: needsAdmin},
	analysesOf:      {service: "code scanning", needs: needsCode},
	codeAlertsOf:    {service: "alerts", needs: needsCode},
	botAlertsOf:     {service: "alerts", needs: needsBot},
	leakAlertsOf:    {service: "alerts", needs: needsLeaks},
	treeOf:          {service: "files", needs: needsContents},
	blobOf:          {service: "files", needs: needsContents},
	graphqlOf:       {service: "graphql", needs: needsContents},
}
