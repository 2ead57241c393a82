package github

import (
	"cmp"
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/github"
)

// facts are the sum. What a source that could not be read would decide has a gap; where the others are as strict as can be,
// it decides nothing.
func (m *merge) facts(r *repository) kinds.BranchProtection {
	f := m.sum
	f.Repository, f.Branch = r.full, r.branch
	f.Protected = len(m.sources) > 0
	f.ForcePushes, f.Deletion = !m.noForce, !m.noDeletion
	slices.SortFunc(m.sources, func(a, b *origin) int { return deref(a.ruleset) - deref(b.ruleset) })
	for _, s := range m.sources {
		f.Sources = append(f.Sources, s.ProtectionSource)
	}
	for method, allowed := range m.methods {
		if allowed {
			f.MergeMethods = append(f.MergeMethods, method)
		}
	}
	f.MergeMethods = sorted(f.MergeMethods)
	f.Rules, f.RequiredDeployments = sorted(f.Rules), sorted(f.RequiredDeployments)
	f.RequiredWorkflows, f.RequiredScanning = sorted(f.RequiredWorkflows), sorted(f.RequiredScanning)
	slices.SortFunc(f.StatusChecks, func(a, b kinds.StatusCheck) int {
		return cmp.Or(strings.Compare(a.Context, b.Context), cmp.Compare(deref(a.App), deref(b.App)))
	})
	f.StatusChecks = slices.CompactFunc(f.StatusChecks, func(a, b kinds.StatusCheck) bool { return a.Context == b.Context && deref(a.App) == deref(b.App) })
	m.settleBypass(&f)
	for _, gap := range m.unread {
		for _, path := range m.open(f) {
			if !m.misses(path) {
				gap.Path = path
				m.gaps = append(m.gaps, gap)
			}
		}
	}
	return f
}

func deref(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

// maxApprovals is how many approvals GitHub can require.
const maxApprovals = 10

// open are the facts that one more source could change.
func (m *merge) open(f kinds.BranchProtection) []string {
	out := []string{"sources", "merge_methods", "status_checks", "push_allowed", "required_deployments", "required_workflows", "required_scanning", "rules"}
	for path, strictest := range map[string]bool{
		"protected": f.Protected, "pull_request_required": f.PullRequestRequired, "approvals": f.Approvals >= maxApprovals,
		"dismiss_stale": f.DismissStale, "code_owner_review": f.CodeOwnerReview, "last_push_approval": f.LastPushApproval,
		"thread_resolution": f.ThreadResolution, "strict_checks": f.StrictChecks, "signed_commits": f.SignedCommits,
		"linear_history": f.LinearHistory, "force_pushes": !f.ForcePushes, "deletion": !f.Deletion,
		"push_restricted": f.PushRestricted, "locked": f.Locked, "merge_queue": f.MergeQueue,
		"admins_exempt": f.PullRequestRequired && !f.AdminsExempt, "bypass_actors": f.PullRequestRequired && len(f.BypassActors) == 0,
	} {
		if !strictest {
			out = append(out, path)
		}
	}
	slices.Sort(out)
	return out
}

// settleBypass works out who can do without the review of changes: see kinds.BranchProtection.
func (m *merge) settleBypass(f *kinds.BranchProtection) {
	bars := slices.DeleteFunc(slices.Clone(m.sources), func(s *origin) bool { return f.PullRequestRequired && !s.requires })
	f.AdminsExempt = true
	var fewest *origin
	var unknown *collectors.Gap
	for _, s := range bars {
		if s.unknown != nil {
			unknown = s.unknown
			continue
		}
		if !slices.ContainsFunc(s.bypass, admin) {
			f.AdminsExempt = false
		}
		if fewest == nil || len(s.bypass) < len(fewest.bypass) {
			fewest = s
		}
	}
	if fewest != nil {
		f.BypassActors = fewest.bypass
	}
	if unknown == nil || fewest != nil && len(fewest.bypass) == 0 {
		return
	}
	for path, open := range map[string]bool{"admins_exempt": f.AdminsExempt, "bypass_actors": true} {
		if open && !m.misses(path) {
			gap := *unknown
			gap.Path = path
			m.gaps = append(m.gaps, gap)
		}
	}
}

// admin says whether those who administer the repository are among an actor.
func admin(a kinds.BypassActor) bool {
	return a.Type == "OrganizationAdmin" || a.Type == "RepositoryRole" && roles[deref(a.ID)] != ""
}
