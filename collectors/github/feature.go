package github

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/github"
)

// features reads what is switched on besides what the repository itself tells.
func (v *visit) features(ctx context.Context, r *repository, f *kinds.Repository, p *partial) {
	if !v.wantedOf("security.vulnerability_alerts", "alerts.dependabot") {
		p.lost(unwanted(), "security.vulnerability_alerts")
	} else if on, err := v.vulnerability(ctx, r, f); err != nil {
		p.lost(err, "security.vulnerability_alerts")
	} else {
		f.Security.VulnerabilityAlerts = on
	}
	switch {
	case !r.public:
	case !v.wantedOf("security.private_vulnerability_reporting"):
		p.lost(unwanted(), "security.private_vulnerability_reporting")
	case v.idle(r):
		p.lost(v.onRequest(), "security.private_vulnerability_reporting")
	default:
		if o, err := v.get(ctx, at(reportingOf, r.owner, r.name)); err != nil {
			p.lost(err, "security.private_vulnerability_reporting")
		} else {
			f.Security.PrivateVulnerabilityReporting = must[bool](o.read(p), "security.private_vulnerability_reporting", "enabled")
		}
	}
	if !v.wantedOf("security.immutable_releases") {
		p.lost(unwanted(), "security.immutable_releases")
		return
	}
	if v.madeImmutable(ctx, r) {
		f.Security.ImmutableReleases = true
		return
	}
	if !v.deep {
		p.lost(v.onRequest(), "security.immutable_releases")
		return
	}
	o, err := v.get(ctx, at(immutableOf, r.owner, r.name))
	switch {
	case err == nil:
		f.Security.ImmutableReleases = must[bool](o.read(p), "security.immutable_releases", "enabled")
	case saysOf(err, http.StatusNotFound, "Not Found") && !v.options.server() && v.administers(ctx, r):
		// GitHub answers 404 where it is off, and to those who may not look; but these saw what the same permission shows.
		// Source: GitHub Docs, Check if immutable releases are enabled for a repository.
	default:
		p.lost(err, "security.immutable_releases")
	}
}

// vulnerability says whether Dependabot's alerts are on. Its security updates work on nothing else.
func (v *visit) vulnerability(ctx context.Context, r *repository, f *kinds.Repository) (bool, error) {
	if f.Security.DependabotSecurityUpdates {
		return true, nil
	}
	if on, known := v.alerted(ctx, r); known {
		return on, nil
	}
	if on, known := v.configured(ctx, r); known {
		return on, nil
	}
	if v.idle(r) || v.options.noGraph && !v.deep {
		return false, v.onRequest() // its answer has no tag: it would be billed in each audit
	}
	return v.askVulnerability(ctx, r)
}

func (v *visit) askVulnerability(ctx context.Context, r *repository) (bool, error) {
	ask := at(vulnerabilityOf, r.owner, r.name)
	a, err := v.send(ctx, ask)
	switch {
	case err == nil && a.body != nil:
		return false, &fault{request: ask, cause: collectors.Failed, detail: "the answer says something, and GitHub's is empty"}
	case err == nil || absentIn(err):
		r.administered = true
		return err == nil, nil
	}
	return false, err
}

// administers says whether the token is shown what takes Administration: read on a repository.
func (v *visit) administers(ctx context.Context, r *repository) bool {
	if r.administered || v.census(ctx, r, vulnerabilityOf) != nil {
		return true
	}
	_, err := v.askVulnerability(ctx, r)
	return err == nil
}

// codeScanning reads how the code is scanned.
func (v *visit) codeScanning(ctx context.Context, r *repository, f *kinds.Repository, p *partial) {
	if unscanned(r, f.Security, p) {
		return
	}
	v.defaultSetup(ctx, r, f, p)
	v.lastAnalysis(ctx, r, f, p)
}

// defaultSetup reads whether GitHub's own setup is on.
func (v *visit) defaultSetup(ctx context.Context, r *repository, f *kinds.Repository, p *partial) {
	if !v.wantedOf("code_scanning.default_setup", "code_scanning.languages") {
		p.lost(unwanted(), "code_scanning.default_setup", "code_scanning.languages")
		return
	}
	if !v.deep {
		p.lost(v.onRequest(), "code_scanning.default_setup", "code_scanning.languages")
		return
	}
	o, err := v.get(ctx, at(setupOf, r.owner, r.name))
	switch {
	case off(err):
	case err != nil:
		p.lost(err, "code_scanning.default_setup", "code_scanning.languages")
	default:
		o = o.read(p)
		f.CodeScanning.DefaultSetup = must[string](o, "code_scanning.default_setup", "state") == "configured"
		if p.misses("code_scanning.default_setup") {
			o.lacks("code_scanning.languages", "state")
		}
		if f.CodeScanning.DefaultSetup {
			f.CodeScanning.Languages = sorted(must[[]string](o, "code_scanning.languages", "languages"))
		}
	}
}

// lastAnalysis reads when any tool last handed in results.
func (v *visit) lastAnalysis(ctx context.Context, r *repository, f *kinds.Repository, p *partial) {
	if !v.wantedOf("code_scanning.last_analysis", "alerts.code_scanning") {
		p.lost(unwanted(), "code_scanning.last_analysis")
		return
	}
	if !v.deep {
		p.lost(v.onRequest(), "code_scanning.last_analysis")
		return
	}
	a, err := v.send(ctx, at(analysesOf, r.owner, r.name).with("per_page", "1"))
	if off(err) || absentIn(err) {
		return
	}
	items, _, broken := itemsOf(a.body, "")
	if err == nil && broken != nil {
		err = &fault{request: at(analysesOf, r.owner, r.name), cause: collectors.Failed, detail: broken.Error()}
	}
	if err != nil {
		p.lost(err, "code_scanning.last_analysis")
		return
	}
	for _, text := range items {
		o, ok := decoded(text, at(analysesOf, r.owner, r.name), p)
		if !ok {
			o.garbled("code_scanning.last_analysis", "the list")
			return
		}
		at := o.time("code_scanning.last_analysis", "created_at")
		f.CodeScanning.LastAnalysis = &at
		return
	}
}

// off says whether an answer is that the feature is switched off, or not to be had, which for a feature that would be on or
// off is the answer "off".
func off(err error) bool {
	var f *fault
	return errors.As(err, &f) && f.cause == collectors.Disabled
}

// access fills in who is named on the repository.
func (v *visit) access(ctx context.Context, r *repository, f *kinds.Repository, p *partial) {
	if !v.wantedOf("access") {
		p.lost(unwanted(), "access")
		return
	}
	people := v.collaborators(ctx, r)
	f.Access = people.access()
	if people.failed != nil {
		p.lost(people.failed, "access.admins", "access.maintainers", "access.writers", "access.outside")
	} else if people.outsideFailed != nil {
		p.lost(people.outsideFailed, "access.outside")
	}
	for _, one := range people.all {
		if one.partial.misses("permission") && !p.misses("access.admins") {
			for _, path := range []string{"access.admins", "access.maintainers", "access.writers"} {
				p.gaps = append(p.gaps, gapLike(one.partial, "permission", path))
			}
		}
	}
}

// repositoryActions reads what GitHub Actions may do.
func (v *visit) repositoryActions(ctx context.Context, r *repository, f *kinds.Repository, p *partial) {
	none := "none"
	if !r.archived && !v.wantedOf("actions") {
		p.lost(unwanted(), "actions")
		return
	}
	if r.archived || v.inactive(ctx, r) {
		f.Actions = kinds.RepositoryActions{Allowed: kinds.AllowedActions{Policy: none}, DefaultWorkflowPermissions: none}
		return
	}
	o, err := v.get(ctx, at(actionsOf, r.owner, r.name))
	if err != nil {
		p.lost(err, "actions.enabled", "actions.allowed")
	} else {
		o = o.read(p)
		f.Actions.Enabled = must[bool](o, "actions.enabled", "enabled")
		on := f.Actions.Enabled || p.misses("actions.enabled")
		f.Actions.Allowed = v.allowed(ctx, o, p, on, v.selectedIf("github.repository", func(ctx context.Context) (object, error) {
			return v.selectedActions(ctx, r)
		}))
		if !on {
			f.Actions.DefaultWorkflowPermissions = none
			return
		}
	}
	v.workflowActions(ctx, r, f, p)
	ask, path, key, into := at(accessOf, r.owner, r.name), "actions.access_level", "access_level", &f.Actions.AccessLevel
	if r.public {
		ask, path, key, into = at(forkOf, r.owner, r.name), "actions.fork_pr_approval", "approval_policy", &f.Actions.ForkPRApproval
	}
	if !v.wantedOf(path) {
		p.lost(unwanted(), path)
	} else if o, err := v.get(ctx, ask); err != nil {
		p.lost(err, path)
	} else {
		text := must[string](o.read(p), path, key)
		*into = &text
	}
}

// workflowPaths are the facts that one answer tells of what workflows may do.
func workflowPaths() []string {
	return []string{"actions.default_workflow_permissions", "actions.can_approve_pull_requests"}
}

// workflowActions reads what workflows may do that do not say.
func (v *visit) workflowActions(ctx context.Context, r *repository, f *kinds.Repository, p *partial) {
	paths := workflowPaths()
	if !v.wantedOf(paths...) {
		p.lost(unwanted(), paths...)
		return
	}
	o, err := v.workflow(ctx, r)
	if err != nil {
		p.lost(err, paths...)
		return
	}
	o = o.read(p)
	f.Actions.DefaultWorkflowPermissions = must[string](o, paths[0], "default_workflow_permissions")
	f.Actions.CanApprovePullRequests = must[bool](o, paths[1], "can_approve_pull_request_reviews")
}

// severities of alerts, where GitHub leaves them out.
const leaked = "critical"

// An alertList are the open alerts of a feature by repository, in lower case; failed is why not all of them are known.
type alertList struct {
	by     map[string]*kinds.AlertSummary
	failed error
}

// add counts one alert.
func (l *alertList) add(repository, severity, since string) {
	s := l.by[repository]
	if s == nil {
		s = &kinds.AlertSummary{Open: map[string]int{}, Oldest: map[string]string{}}
		l.by[repository] = s
	}
	s.Open[severity]++
	if oldest := s.Oldest[severity]; oldest == "" || since < oldest {
		s.Oldest[severity] = since
	}
}

// An alertSource is a feature that raises alerts: where they are listed, and how bad one is.
type alertSource struct {
	path            string
	org, repository string
	severity        func(object) string
	// feature is the fact that says whether the feature is on, and on reads it.
	feature string
	on      func(*kinds.Repository) bool
	hidden  bool
}

func alertSources() []alertSource {
	return []alertSource{
		{"alerts.dependabot", orgBotAlertsOf, botAlertsOf, func(o object) string {
			advisory, _ := o.in("security_advisory")
			return advisory.text("severity")
		}, "security.vulnerability_alerts", func(f *kinds.Repository) bool { return f.Security.VulnerabilityAlerts }, false},
		{"alerts.code_scanning", orgCodeAlertsOf, codeAlertsOf, func(o object) string {
			rule, _ := o.in("rule")
			if level := rule.text("security_severity_level"); level != "" {
				return level
			}
			return rule.text("severity")
		}, "code_scanning.last_analysis", func(f *kinds.Repository) bool { return f.CodeScanning.LastAnalysis != nil }, false},
		{"alerts.secret_scanning", orgLeakAlertsOf, leakAlertsOf, func(object) string { return leaked },
			"security.secret_scanning", func(f *kinds.Repository) bool { return f.Security.SecretScanning }, true},
	}
}

// list reads the open alerts of the organisation, or of one repository.
func (v *visit) alertsAt(ctx context.Context, s alertSource, r request, single string) *alertList {
	out := &alertList{by: map[string]*kinds.AlertSummary{}}
	r = r.with("state", "open")
	if s.hidden {
		r = r.with("hide_secret", "true")
	}
	out.failed = v.each(ctx, r, "", func(o object) error {
		var p partial
		o = o.read(&p)
		name := single
		if name == "" {
			inner, _ := o.in("repository")
			name = strings.ToLower(must[string](inner, "name", "full_name"))
		}
		severity, since := s.severity(o), o.time("since", "created_at")
		if len(p.gaps) > 0 || severity == "" {
			return &fault{request: r, cause: collectors.Failed, detail: "an alert in the list lacks its repository, severity or time"}
		}
		out.add(name, severity, since)
		return nil
	})
	return out
}

// alerts fills in the open alerts. That there are none is known only where the feature is known to be on.
func (v *visit) alerts(ctx context.Context, r *repository, f *kinds.Repository, p *partial) {
	for i, s := range alertSources() {
		into := []**kinds.AlertSummary{&f.Alerts.Dependabot, &f.Alerts.CodeScanning, &f.Alerts.SecretScanning}[i]
		if !v.wantedOf(s.path) {
			p.lost(unwanted(), s.path)
			continue
		}
		known := !p.misses(s.feature)
		if known && !s.on(f) {
			continue
		}
		var list *alertList
		if v.whole {
			list, _ = v.state.alerts[i].get(func() (*alertList, error) { return v.alertsAt(ctx, s, at(s.org, v.owner), ""), nil })
		} else {
			list = v.alertsAt(ctx, s, at(s.repository, r.owner, r.name), r.id)
		}
		*into = list.by[r.id]
		switch {
		case off(list.failed) && !v.whole, absentIn(list.failed):
			*into = nil
		case list.failed != nil:
			p.lost(list.failed, s.path)
		case *into == nil && gapLike(*p, s.feature, s.path).Cause == v.onRequest().cause:
			p.lost(v.onRequest(), s.path)
		case *into == nil && !known:
			p.lost(&fault{request: at(s.org, v.owner), cause: collectors.NotFoundAmbiguous, detail: "no alert is listed, and whether the feature is on is not known"}, s.path)
		case *into == nil:
			*into = &kinds.AlertSummary{}
		}
	}
}
