package workflow

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/rhysd/actionlint"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/ci"
)

// job reads what is said of a job as a whole.
func (f *file) job(job *actionlint.Job) ci.Job {
	out := ci.Job{Line: job.Pos.Line, Permissions: permissions(job.Permissions), Concurrency: concurrency(job.Concurrency)}
	f.runner(job, &out)
	if job.Environment != nil && job.Environment.Name != nil {
		out.Environment = &job.Environment.Name.Value
	}
	if t := job.TimeoutMinutes; t != nil && t.Expression != nil {
		f.undecided(job, "timeout_minutes", t.Expression.Value)
	} else if t != nil {
		minutes := int(math.Min(t.Value, 1<<31))
		out.TimeoutMinutes = &minutes
	}
	if job.Container != nil && job.Container.Image != nil {
		out.ContainerImage = &job.Container.Image.Value
	}
	if job.WorkflowCall != nil {
		out.SecretsInherit = job.WorkflowCall.InheritSecrets
	}
	if c := job.ContinueOnError; c != nil {
		out.ContinueOnError = c.Value
		if c.Expression != nil {
			f.undecided(job, "continue_on_error", c.Expression.Value)
		}
	}
	return out
}

// runner reads where a job runs. Labels that come from the matrix are written out; what comes from elsewhere is
// decided when the workflow runs, and stays open.
func (f *file) runner(job *actionlint.Job, out *ci.Job) {
	if job.RunsOn == nil {
		return
	}
	labels := job.RunsOn.Labels
	if job.RunsOn.LabelsExpr != nil {
		labels = append(slices.Clone(labels), job.RunsOn.LabelsExpr)
	}
	foreign := ""
	if job.RunsOn.Group != nil {
		foreign = "the group " + job.RunsOn.Group.Value
		out.RunsOn = append(out.RunsOn, "group:"+job.RunsOn.Group.Value)
	}
	for _, label := range labels {
		values, known := []string{label.Value}, !label.ContainsExpression()
		if !known {
			values, known = matrixValues(job, label.Value)
		}
		if !known {
			f.undecided(job, "self_hosted", label.Value)
		}
		for _, value := range values {
			out.RunsOn = append(out.RunsOn, value)
			out.SelfHosted = out.SelfHosted || strings.EqualFold(value, "self-hosted")
			if known && !providersLabel.MatchString(value) {
				foreign = "the label " + value
			}
		}
	}
	if foreign != "" && !out.SelfHosted {
		f.undecided(job, "self_hosted", foreign+", which is not one of GitHub's own")
	}
}

// providersLabel matches the labels of GitHub's own machines. Any other may be that of a machine of one's own, which
// answers to its custom labels alone. Source: docs.github.com, "Choosing the runner for a job".
var providersLabel = regexp.MustCompile(`(?i)^(ubuntu|windows|macos)-[a-z0-9.-]+$`)

// undecided notes that a fact of a job is an expression.
func (f *file) undecided(job *actionlint.Job, fact, expression string) {
	path := collectors.PathOf("jobs", job.ID.Value, fact)
	f.gaps[path.String()] = collectors.GapAt(path, collectors.Unsupported, "decided when the workflow runs, by "+expression, "a plain value", "parse the workflow")
}

var matrixUse = regexp.MustCompile(`^\$\{\{\s*matrix\.([A-Za-z0-9_-]+)\s*\}\}$`)

// matrixValues returns the values that "${{ matrix.x }}" takes, when all of them stand in the file. Otherwise
// it returns the expression itself and false.
func matrixValues(job *actionlint.Job, expression string) ([]string, bool) {
	open := []string{expression}
	m := matrixUse.FindStringSubmatch(strings.TrimSpace(expression))
	if m == nil || job.Strategy == nil || job.Strategy.Matrix == nil || job.Strategy.Matrix.Expression != nil {
		return open, false
	}
	nodes, whole := matrixNodes(job.Strategy.Matrix, strings.ToLower(m[1]))
	if !whole || len(nodes) == 0 {
		return open, false
	}
	var values []string
	for _, node := range nodes {
		text, plain := node.(*actionlint.RawYAMLString)
		if !plain || actionlint.ContainsExpression(text.Value) {
			return open, false
		}
		values = append(values, text.Value)
	}
	slices.Sort(values)
	return slices.Compact(values), true
}

// matrixNodes returns what the file gives a variable of the matrix. Whole is false when an expression gives it more.
func matrixNodes(matrix *actionlint.Matrix, name string) (nodes []actionlint.RawYAMLValue, whole bool) {
	if row := matrix.Rows[name]; row != nil {
		if row.Expression != nil {
			return nil, false
		}
		nodes = append(nodes, row.Values...)
	}
	if matrix.Include == nil {
		return nodes, true
	}
	if matrix.Include.Expression != nil {
		return nil, false
	}
	for _, combination := range matrix.Include.Combinations {
		if combination.Expression != nil {
			return nil, false
		}
		if assign := combination.Assigns[name]; assign != nil {
			nodes = append(nodes, assign.Value)
		}
	}
	return nodes, true
}

// use notes an action or a reusable workflow.
func (f *file) use(job *actionlint.Job, uses *actionlint.String, inputs map[string]*actionlint.Input) {
	use := parseUse(uses.Value)
	use.Job, use.Line = job.ID.Value, uses.Pos.Line
	use.Inputs, use.Comment = told(inputs), f.comment(uses)
	if strings.EqualFold(use.Action, "actions/checkout") {
		persists := true
		if input := inputs["persist-credentials"]; input != nil && input.Value != nil {
			persists = !strings.EqualFold(strings.TrimSpace(input.Value.Value), "false")
		}
		use.PersistCredentials = &persists
	}
	f.facts.Uses = append(f.facts.Uses, use)
}

var (
	commitName = regexp.MustCompile(`^(?:[0-9a-f]{40}|[0-9a-f]{64})$`)
	branchName = regexp.MustCompile(`(?i)^(?:refs/heads/.*|main|master|develop|development|dev|trunk|head|next|edge|nightly|stable|(?:release|releases|feature|hotfix)/.*)$`)
)

// parseUse splits what stands after "uses:". Source: GitHub's workflow syntax, jobs.<id>.steps[*].uses.
func parseUse(text string) ci.Use {
	text = strings.TrimSpace(text)
	switch {
	case strings.Contains(text, "${{"):
		return ci.Use{Action: text, RefKind: "expression"}
	case strings.HasPrefix(text, "./"), strings.HasPrefix(text, "../"):
		return ci.Use{Action: text, RefKind: "local"}
	case strings.HasPrefix(text, "docker://"):
		if image, digest, ok := strings.Cut(text, "@"); ok {
			return ci.Use{Action: image, Ref: digest, RefKind: "docker_digest"}
		}
		use := ci.Use{Action: text, RefKind: "docker_tag"}
		if colon := strings.LastIndexByte(text, ':'); colon > strings.LastIndexByte(text, '/') {
			use.Action, use.Ref = text[:colon], text[colon+1:]
		}
		return use
	}
	action, ref, _ := strings.Cut(text, "@")
	owner, _, _ := strings.Cut(action, "/")
	use := ci.Use{Action: action, Owner: owner, Ref: ref, RefKind: "tag"}
	switch {
	case commitName.MatchString(ref):
		use.RefKind = "sha"
	case ref == "", branchName.MatchString(ref): // without a ref it is the default branch
		use.RefKind = "branch"
	}
	return use
}
