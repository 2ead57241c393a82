package github

import (
	"context"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/github"
)

func runnersEntry() entry {
	return entry{
		service: "runners", kinds: []string{"github.runner"}, calls: []string{orgRunnersOf, orgSelfHostedOf, orgRunnerReposOf, runnersOf}, about: aboutRunners, living: true,
		organization: func(ctx context.Context, v *visit) error {
			return v.tellAll(ctx, at(orgRunnersOf, v.owner), "runners", "github.runner", func(o object) (collectors.Head, any) {
				return runner(o, v.owner, nil)
			})
		},
		repository: collectRunners,
	}
}

func collectRunners(ctx context.Context, v *visit, r *repository) error {
	if v.whole && !v.ownRunners(ctx, r) {
		return nil
	}
	return v.tellEach(ctx, r, at(runnersOf, r.owner, r.name), "runners", "github.runner", func(o object) (collectors.Head, any) {
		return runner(o, r.full, r)
	})
}

// selfHosted is what the organisation says of runners, asked once in a visit.
func (v *visit) selfHosted(ctx context.Context) (object, error) {
	return v.state.selfHosted.get(func() (object, error) { return v.get(ctx, at(orgSelfHostedOf, v.owner)) })
}

func runner(o object, owner string, r *repository) (collectors.Head, any) {
	facts := kinds.Runner{
		OS: must[string](o, "os", "os"), Online: must[string](o, "online", "status") == "online", Ephemeral: must[bool](o, "ephemeral", "ephemeral"),
	}
	if r != nil {
		facts.Repository, facts.Public = &r.full, r.public
	}
	var labels []string
	for _, label := range listed(o, "labels", "labels") {
		labels = append(labels, label.text("name"))
	}
	facts.Labels = sorted(labels)
	return collectors.Head{ID: strings.ToLower(owner) + "/runners/" + o.text("id"), Name: owner + ": " + o.text("name")}, facts
}

func runnerGroupsEntry() entry {
	return entry{
		service: "runner groups", kinds: []string{"github.runner_group"}, calls: []string{runnerGroupsOf},
		organization: func(ctx context.Context, v *visit) error {
			return v.tellAll(ctx, at(runnerGroupsOf, v.owner), "runner_groups", "github.runner_group", func(o object) (collectors.Head, any) {
				facts := kinds.RunnerGroup{
					Visibility: must[string](o, "visibility", "visibility"), AllowsPublic: must[bool](o, "allows_public", "allows_public_repositories"),
					Default: must[bool](o, "default", "default"), Inherited: must[bool](o, "inherited", "inherited"),
					RestrictedToWorkflows: must[bool](o, "restricted_to_workflows", "restricted_to_workflows"),
					SelectedWorkflows:     sorted(must[[]string](o, "selected_workflows", "selected_workflows")),
				}
				return collectors.Head{ID: strings.ToLower(v.owner) + "/runner-groups/" + o.text("id"), Name: o.text("name")}, facts
			})
		},
	}
}

func teamsEntry() entry {
	return entry{
		service: "teams", kinds: []string{"github.team_access"}, calls: []string{teamsOf, teamReposOf, repoTeamsOf}, organization: collectTeams,
		repository: func(ctx context.Context, v *visit, r *repository) error {
			if v.whole {
				return nil
			}
			if may, _ := r.object.in("permissions"); string(may.fields["admin"]) != "true" {
				v.unlisted(r, &fault{
					request: at(repoTeamsOf, r.owner, r.name), cause: collectors.Denied, needs: "the rights of an administrator of the repository",
					detail: "to others than administrators, secret teams are not shown",
				}, "github.team_access")
			}
			return v.tellEach(ctx, r, at(repoTeamsOf, r.owner, r.name), "", "github.team_access", func(o object) (collectors.Head, any) {
				return teamAccess(o, o.text("slug"), r.full)
			})
		},
	}
}

// collectTeams asks each team for its repositories: there are fewer teams than repositories.
func collectTeams(ctx context.Context, v *visit) error {
	var teams []string
	err := v.each(ctx, at(teamsOf, v.owner), "", func(o object) error {
		slug := o.text("slug")
		if slug == "" {
			return &fault{request: o.from, cause: collectors.Failed, detail: "a team in the list has no name"}
		}
		teams = append(teams, slug)
		return nil
	})
	if err := v.brokenOff(ctx, err, "github.team_access"); err != nil {
		return err
	}
	people, err := v.people(ctx)
	if err != nil {
		return err
	}
	if people.failed.singleMembers != nil { // to others than owners, secret teams are not there
		v.kindGap(people.failed.singleMembers, "github.team_access")
	}
	for _, slug := range teams {
		err := v.tellAll(ctx, at(teamReposOf, v.owner, slug), "", "github.team_access", func(o object) (collectors.Head, any) {
			return teamAccess(o, slug, o.text("full_name"))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func teamAccess(o object, slug, repository string) (collectors.Head, any) {
	facts := kinds.TeamAccess{Repository: repository, Team: slug, Permission: permission(o)}
	switch role := o.text("permission"); { // a list of teams has it instead
	case o.has("role_name") || role == "":
		facts.Role = must[string](o, "role", "role_name")
	case role == "push" || role == "pull":
		facts.Role = facts.Permission
	default:
		facts.Role = role
	}
	return collectors.Head{ID: strings.ToLower(repository) + "/teams/" + slug, Name: slug + " on " + repository}, facts
}
