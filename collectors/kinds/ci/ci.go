// Package ci holds the kinds of build pipelines: one struct per kind, whose fields are its facts.
//
// A workflow is the same kind whether it was read from a local checkout or through a forge's interface.
// Every field is always present; what could not be read is left out and named by a gap.
package ci

import "github.com/assize/assize/collectors"

// Kinds lists the family.
func Kinds() []collectors.Kind {
	return []collectors.Kind{
		{Name: "ci.action", Title: "CI action of the repository", Facts: Action{}},
		{Name: "ci.dependabot", Title: "Dependabot configuration", Facts: Dependabot{}},
		{Name: "ci.workflow", Title: "CI workflow", Facts: Workflow{}},
	}
}

// Workflow is one GitHub Actions workflow file. Source: GitHub's workflow syntax.
type Workflow struct {
	Path string `json:"path"`
	// Title is the name it gives itself, or "".
	Title string `json:"title"`
	// Triggers are the names of the events, sorted.
	Triggers []string `json:"triggers"`
	// Events are the same events by name, with what narrows them.
	Events map[string]Event `json:"events"`
	// Permissions are those at the top; null when it declares none, so that the default of the repository holds.
	Permissions *Permissions `json:"permissions"`
	// Concurrency is that of the whole workflow; null when it declares none.
	Concurrency *Concurrency `json:"concurrency"`
	// Jobs are by id.
	Jobs map[string]Job `json:"jobs"`
	// Uses are the actions and reusable workflows of all jobs, in the order of their lines.
	Uses []Use `json:"uses"`
	// Injections are the places where text that an outsider can choose is pasted into a script.
	Injections []Injection `json:"injections"`
	// UntrustedCheckouts are the steps of a privileged event that check out an outsider's code.
	UntrustedCheckouts []Checkout `json:"untrusted_checkouts"`
	// PipedDownloads are the steps that pipe a download into a shell or interpreter.
	PipedDownloads []Step `json:"piped_downloads"`
	// SecretsUsed are the names of the secrets it reads, sorted; "*" when it reads them all (toJSON(secrets)).
	SecretsUsed []string `json:"secrets_used"`
	// SecretReads are the places where they are read, in the order of their lines.
	SecretReads []SecretRead `json:"secret_reads"`
	// Images are those that its jobs and their services run in.
	Images []Image `json:"images"`
	// PastedInputs are the places where an input of the workflow is pasted into a script.
	PastedInputs []Paste `json:"pasted_inputs"`
	// Commands are those commands of its scripts that an auditor wants to see.
	Commands []Command `json:"commands"`
	// Switches are the environment variables that switch something of the runner or of a program off or on.
	Switches []Switch `json:"switches"`
	// UnsoundConditions are the "if:" of jobs and steps that do not say what they seem to.
	UnsoundConditions []Condition `json:"unsound_conditions"`
	// ToleratedSteps are the steps whose failure does not fail their job. Text is the action, or the script's first line.
	ToleratedSteps []Step `json:"tolerated_steps"`
}

// Event is one event that starts a workflow. The lists are empty when nothing narrows it that way.
type Event struct {
	Line     int      `json:"line"`
	Types    []string `json:"types"`
	Branches []string `json:"branches"`
	Tags     []string `json:"tags"`
}

// Concurrency is a group of runs of which one goes on at a time.
type Concurrency struct {
	Group string `json:"group"`
	Line  int    `json:"line"`
}

// Permissions of the workflow's token, as written. All is "read-all", "write-all" or null; Scopes are by name, each
// "read", "write" or "none".
type Permissions struct {
	All    *string           `json:"all"`
	Scopes map[string]string `json:"scopes"`
	Line   int               `json:"line"`
}

// Job is one job of a workflow.
type Job struct {
	Line int `json:"line"`
	// RunsOn are the runner's labels, those from the matrix written out, and "group:NAME" for a runner group;
	// empty when the job calls a reusable workflow.
	RunsOn []string `json:"runs_on"`
	// SelfHosted is true when a label says so.
	SelfHosted  bool         `json:"self_hosted"`
	Permissions *Permissions `json:"permissions"`
	Environment *string      `json:"environment"`
	// TimeoutMinutes is null when not set (GitHub's default is 360) or an expression.
	TimeoutMinutes *int `json:"timeout_minutes"`
	// ContainerImage is null when the job runs on the machine itself.
	ContainerImage *string `json:"container_image"`
	// SecretsInherit is true when a called workflow gets all secrets.
	SecretsInherit bool `json:"secrets_inherit"`
	// ContinueOnError is true when a failure of the job does not fail the workflow.
	ContinueOnError bool `json:"continue_on_error"`
	// Concurrency is the job's own; null when it declares none.
	Concurrency *Concurrency `json:"concurrency"`
}

// Use is one "uses:" line. RefKind is "sha", "tag", "branch" (when the name says so), "local", "docker_digest",
// "docker_tag" or "expression"; Owner is "" for local and docker ones.
type Use struct {
	Action  string `json:"action"`
	Owner   string `json:"owner"`
	Ref     string `json:"ref"`
	RefKind string `json:"ref_kind"`
	// FirstParty is true for what the repository itself has, or the account that it belongs to.
	FirstParty bool   `json:"first_party"`
	Job        string `json:"job"`
	Line       int    `json:"line"`
	// PersistCredentials is false when a checkout step says so; true for any other checkout, null for other actions.
	PersistCredentials *bool `json:"persist_credentials"`
	// Inputs are what the step hands over under "with:", by name in lower case. The value is "" but for inputs whose
	// values say what the action does and hold no secret.
	Inputs map[string]string `json:"inputs"`
	// Comment stands behind it on its line, without the "#"; people write the version of a commit there.
	Comment string `json:"comment"`
}

// Injection is one expression in one place. Sink is "run", "script" (an input that an action runs), or "env" when
// the text comes through a variable that the script pastes as ${{ env.NAME }}; a script that uses the variable
// itself is safe and not listed.
type Injection struct {
	Expression string `json:"expression"`
	Sink       string `json:"sink"`
	Job        string `json:"job"`
	Line       int    `json:"line"`
}

// Checkout is one step that fetches a ref which the event's sender chose.
type Checkout struct {
	Ref     string `json:"ref"`
	Trigger string `json:"trigger"`
	Job     string `json:"job"`
	Line    int    `json:"line"`
}

// Step is a place and the line of the script that stands there, secrets struck out.
type Step struct {
	Text string `json:"text"`
	Job  string `json:"job"`
	Line int    `json:"line"`
}
