package ci

// SecretRead is one place where a secret is read. Name is upper case, "*" for all of them. Sink is "run" where its text
// is pasted into a script, "env", "input" (of an action), "call" (of a called workflow), "container" (its credentials),
// "if" or "other". Job is "" at the top of the workflow, where all jobs get it.
type SecretRead struct {
	Name string `json:"name"`
	Sink string `json:"sink"`
	Job  string `json:"job"`
	Line int    `json:"line"`
}

// Image is one that a job or its service runs in. Service is "" for the job itself. Password is how the registry's
// password is given: "literal", "expression", or null when there is none.
type Image struct {
	Image    string  `json:"image"`
	Service  string  `json:"service"`
	Password *string `json:"password"`
	Job      string  `json:"job"`
	Line     int     `json:"line"`
}

// Paste is an input whose text becomes part of a script. Sink is "run" or "script" (an input that an action runs).
// Inputs that are no free text, such as booleans, are not listed.
type Paste struct {
	Expression string `json:"expression"`
	Input      string `json:"input"`
	Sink       string `json:"sink"`
	Job        string `json:"job"`
	Line       int    `json:"line"`
}

// Command is one command of a script, secrets struck out. Kind is
// "unpinned_tool" (installs a program or package without saying which version),
// "environment_file" (writes what is not fixed to GITHUB_ENV or GITHUB_PATH),
// "set_command" (::set-env or ::add-path, which the runner refuses unless told otherwise),
// "unverified_transfer" (does not verify whom it talks to),
// "artifact_download" (takes artefacts of another run),
// "merge" (approves or merges a pull request) or
// "publish" (publishes a package to npm, PyPI, crates.io or RubyGems).
type Command struct {
	Kind string `json:"kind"`
	Text string `json:"text"`
	Job  string `json:"job"`
	Line int    `json:"line"`
}

// Switch is an environment variable by which the runner or a program does less or tells more than it should:
// ACTIONS_ALLOW_UNSECURE_COMMANDS, ACTIONS_RUNNER_DEBUG, ACTIONS_STEP_DEBUG, NODE_TLS_REJECT_UNAUTHORIZED, GIT_SSL_NO_VERIFY,
// GOINSECURE, GONOSUMDB, GONOSUMCHECK, GOFLAGS, NPM_CONFIG_STRICT_SSL, PYTHONHTTPSVERIFY. Value is in lower case but for GO…;
// an expression in it is a gap.
type Switch struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Job   string `json:"job"`
	Line  int    `json:"line"`
}

// Condition is one "if:" and its flaw: "always_true" (text around the braces makes it a text, and each text is true),
// "substring" (contains() looks for a part of a text where a list is meant) or "actor" (asks who caused the run, which
// is not who wrote the change).
type Condition struct {
	Flaw string `json:"flaw"`
	Text string `json:"text"`
	Job  string `json:"job"`
	Line int    `json:"line"`
}

// Action is an action that the repository holds: a file action.yml or action.yaml. Source: GitHub's metadata syntax.
type Action struct {
	Path string `json:"path"`
	// Title is the name it gives itself, or "".
	Title string `json:"title"`
	// Using is what it runs on: "composite", "docker", "node24" and the like. UsingLine is where that stands.
	Using     string `json:"using"`
	UsingLine int    `json:"using_line"`
	// Image is what an action on docker runs: "Dockerfile" or "docker://…"; null for others.
	Image *string `json:"image"`
	// The others are as in a workflow, with Job "".
	Uses              []Use       `json:"uses"`
	Injections        []Injection `json:"injections"`
	PastedInputs      []Paste     `json:"pasted_inputs"`
	PipedDownloads    []Step      `json:"piped_downloads"`
	Commands          []Command   `json:"commands"`
	Switches          []Switch    `json:"switches"`
	UnsoundConditions []Condition `json:"unsound_conditions"`
}

// Dependabot is .github/dependabot.yml. Source: GitHub's "Dependabot options reference".
type Dependabot struct {
	Path    string   `json:"path"`
	Updates []Update `json:"updates"`
	// Registries are by name.
	Registries map[string]Registry `json:"registries"`
}

// Update is one entry: what Dependabot looks after.
type Update struct {
	Ecosystem string `json:"ecosystem"`
	// Directories are as written, one of "directory" being a list of one.
	Directories []string `json:"directories"`
	Line        int      `json:"line"`
	// Interval is that of the schedule, or "".
	Interval string `json:"interval"`
	// CooldownDays is how long a new version waits at least before it is proposed, whatever its level; null without one.
	CooldownDays *int `json:"cooldown_days"`
	// ExecutesCode is true when it may run the code of what it updates (insecure-external-code-execution: allow).
	ExecutesCode bool `json:"executes_code"`
}

// Registry is a private registry. Secret is how its password, token or key is given: "literal", "expression", or null.
type Registry struct {
	Type   string  `json:"type"`
	Secret *string `json:"secret"`
	Line   int     `json:"line"`
}
