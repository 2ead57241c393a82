// Package github holds the kinds of a GitHub organisation and its repositories: one struct per kind, whose fields are
// its facts.
//
// The collector github fills them. Every field is always present: a pointer is null and a list or map is empty when the
// thing is absent by nature; what could not be read is left out and named by a gap. No fact holds a secret: of a secret
// there is its name, of a webhook its host, of a key its title.
//
// Times are RFC 3339 in UTC. Ids are built of names, as people see them in GitHub's addresses: "acme" an organisation,
// "acme/web" a repository, "acme/web@main" a branch. Workflows and files of a repository have the kinds of the families
// ci and git. The source of each fact is the path of GitHub's REST API that its struct names.
package github

import "github.com/assize/assize/collectors"

// Kinds lists the family.
func Kinds() []collectors.Kind {
	return []collectors.Kind{
		{Name: "github.app_installation", Title: "GitHub App installation", Facts: AppInstallation{}},
		{Name: "github.branch_protection", Title: "Branch protection", Facts: BranchProtection{}},
		{Name: "github.change_sample", Title: "Sample of changes", Facts: ChangeSample{}},
		{Name: "github.collaborator", Title: "Collaborator of a repository", Facts: Collaborator{}},
		{Name: "github.credential", Title: "Credential of a member", Facts: Credential{}},
		{Name: "github.deploy_key", Title: "Deploy key", Facts: DeployKey{}},
		{Name: "github.deployment_sample", Title: "Sample of deployments", Facts: DeploymentSample{}},
		{Name: "github.documents", Title: "Documents of a repository", Facts: Documents{}},
		{Name: "github.environment", Title: "Deployment environment", Facts: Environment{}},
		{Name: "github.member", Title: "Member of an organisation", Facts: Member{}},
		{Name: "github.organization", Title: "GitHub organisation", Facts: Organization{}},
		{Name: "github.pat", Title: "Fine-grained access token", Facts: PAT{}},
		{Name: "github.release_sample", Title: "Sample of releases", Facts: ReleaseSample{}},
		{Name: "github.repository", Title: "GitHub repository", Facts: Repository{}},
		{Name: "github.ruleset", Title: "Ruleset", Facts: Ruleset{}},
		{Name: "github.runner", Title: "Self-hosted runner", Facts: Runner{}},
		{Name: "github.runner_group", Title: "Runner group", Facts: RunnerGroup{}},
		{Name: "github.secret", Title: "Stored secret", Facts: Secret{}},
		{Name: "github.team_access", Title: "Access of a team", Facts: TeamAccess{}},
		{Name: "github.webhook", Title: "Webhook", Facts: Webhook{}},
	}
}
