// Package config reads assize.yaml and the waivers file: strictly, so that a mistyped key is an error that
// names its line and not a setting that silently does nothing.
package config

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/reports"
)

// DefaultFile is the configuration that is read when none is named.
const DefaultFile = "assize.yaml"

// DefaultConcurrency is how many targets are visited at the same time.
const DefaultConcurrency = 4

// A Config is assize.yaml. The zero value is a valid configuration.
type Config struct {
	Report Report `yaml:"report"`
	// Targets are visited when the command line names none.
	Targets []Target         `yaml:"targets"`
	Groups  map[string]Group `yaml:"groups"`
	// Profiles select policies; Profile names the one in force.
	Profiles map[string]Profile `yaml:"profiles"`
	Profile  string             `yaml:"profile"`
	// Policies are the user's own policies.
	Policies []PolicySource `yaml:"policies"`
	// Disable are policies that are left out under every profile.
	Disable []Exclusion `yaml:"disable"`
	// Waivers is the waivers file, relative to the file.
	Waivers string `yaml:"waivers"`
	// Concurrency is how many targets are visited at the same time.
	Concurrency int `yaml:"concurrency"`
	// Out is the folder of the default reports, relative to the file.
	Out string `yaml:"out"`
	// History is the folder in which each run is kept, relative to the file; "none" keeps none.
	History string `yaml:"history"`
	Gate    Gate   `yaml:"gate"`

	path  string // where it was read from, or ""
	found bool   // it lay there, and nobody named it
}

// Report is what stands on the report's cover.
type Report struct {
	Title          string `yaml:"title"`
	Organisation   string `yaml:"organisation"`
	Classification string `yaml:"classification"`
	Period         string `yaml:"period"`
	// Paper is that of the PDF: "A4", which is also what "" stands for, or "Letter".
	Paper string `yaml:"paper"`
	// Evidence says how the PDF comes with what it was made of: "embed", which is also what "" stands for, "beside" or "none".
	Evidence string `yaml:"evidence"`
	Sign     Sign   `yaml:"sign"`
}

// Sign says how reports are sealed. Paths are relative to the file.
type Sign struct {
	// Key is a file (PEM or PKCS #12), "exec:" and a program with its arguments, or "awskms:" and a key of AWS KMS.
	Key string `yaml:"key"`
	// Certificate is the file with the key's certificates, Password the one with its password; either may be "".
	Certificate string `yaml:"cert"`
	Password    string `yaml:"password"`
	// Scheme is how the key signs, for example "rsa-pss-sha256"; "" is the usual way of the key.
	Scheme string `yaml:"scheme"`
	// TSA is the address of a timestamp authority, TSATrust the file with its roots.
	TSA      string `yaml:"tsa"`
	TSATrust string `yaml:"tsa_trust"`
	// Revocation are files with revocation lists and OCSP responses, for the PDF to carry.
	Revocation []string `yaml:"revocation"`
}

// A Target is one target with its settings.
type Target struct {
	Ref     string            `yaml:"ref"`
	ID      string            `yaml:"id"`
	Groups  []string          `yaml:"groups"`
	Labels  map[string]string `yaml:"labels"`
	Options map[string]string `yaml:"options"`
	Params  Params            `yaml:"params"`
}

// A Group gives settings to all its targets.
type Group struct {
	Options map[string]string `yaml:"options"`
	Params  Params            `yaml:"params"`
}

// Params are parameter values by policy id and name.
type Params map[string]map[string]any

// A Profile selects policies: those that match every list that is not empty, less the excluded ones.
type Profile struct {
	Domains    []string    `yaml:"domains"`
	Severities []string    `yaml:"severities"`
	Frameworks []string    `yaml:"frameworks"`
	Tags       []string    `yaml:"tags"`
	IDs        []string    `yaml:"ids"`
	Exclude    []Exclusion `yaml:"exclude"`
	Params     Params      `yaml:"params"`
}

// An Exclusion leaves a policy out, with the reason that the report prints.
type Exclusion struct {
	ID     string `yaml:"id"`
	Reason string `yaml:"reason"`
}

// Gate are the rules that "assize gate" holds when the command line does not say otherwise.
type Gate struct {
	FailOn     string `yaml:"fail_on"`
	MaxUnknown *int   `yaml:"max_unknown"`
}

// Load reads the file at path. An empty path reads DefaultFile if it is there, and is otherwise the zero
// Config. Errors are *collectors.UsageError and name file and line.
func Load(path string) (*Config, error) {
	named := path != ""
	path = cmp.Or(path, DefaultFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && !named {
		return &Config{Concurrency: DefaultConcurrency}, nil
	}
	if err != nil {
		return nil, &collectors.UsageError{Err: fmt.Errorf("read configuration: %w", err), Hint: "\"assize init\" writes a commented assize.yaml"}
	}
	c := &Config{path: path, found: !named}
	if err := decode(path, text, c, configHint); err != nil {
		return nil, err
	}
	if err := c.validate(); err != nil {
		return nil, &collectors.UsageError{Err: fmt.Errorf("%s: %w", path, err), Hint: "\"assize init\" shows every key with an example"}
	}
	if c.Concurrency == 0 {
		c.Concurrency = DefaultConcurrency
	}
	return c, nil
}

// Path is where the configuration was read from, or "".
func (c *Config) Path() string { return c.path }

// Found says that the file was not named by the user: it lay in the working directory, which may be what is audited.
func (c *Config) Found() bool { return c.found }

// Relative takes a path as the configuration writes it and returns it relative to the working directory.
func (c *Config) Relative(path string) string {
	if path == "" || filepath.IsAbs(path) || c.path == "" {
		return path
	}
	return filepath.Join(filepath.Dir(c.path), path)
}

func (c *Config) validate() error {
	if err := c.validateTargets(); err != nil {
		return err
	}
	for i, p := range c.Policies {
		if p.Path == "" {
			return fmt.Errorf("policies[%d] needs a path", i)
		}
	}
	if err := reasoned("disable", c.Disable); err != nil {
		return err
	}
	for _, name := range sortedKeys(c.Profiles) {
		if err := c.Profiles[name].validate(); err != nil {
			return fmt.Errorf("profiles.%s: %w", name, err)
		}
	}
	if _, ok := c.Profiles[c.Profile]; c.Profile != "" && !ok {
		return fmt.Errorf("profile: no profile %q under profiles", c.Profile)
	}
	return c.validateValues()
}

func (c *Config) validateTargets() error {
	seen := map[string]bool{}
	for i, t := range c.Targets {
		if _, err := collectors.ParseTarget(t.Ref); err != nil {
			return fmt.Errorf("targets[%d]: %w", i, err)
		}
		if seen[t.Ref] {
			return fmt.Errorf("targets[%d]: %q is listed twice", i, t.Ref)
		}
		seen[t.Ref] = true
		for _, g := range t.Groups {
			if _, ok := c.Groups[g]; !ok {
				return fmt.Errorf("targets[%d]: no group %q under groups", i, g)
			}
		}
	}
	return nil
}

// validateValues looks at what may only have one of a few values.
func (c *Config) validateValues() error {
	if c.Concurrency < 0 || c.Concurrency > 256 {
		return fmt.Errorf("concurrency: %d is not between 1 and 256", c.Concurrency)
	}
	if p := reports.Paper(c.Report.Paper); !p.Known() {
		return fmt.Errorf("report.paper: %q is none of %s", p, listed(reports.Papers()))
	}
	if e := reports.Evidence(c.Report.Evidence); !e.Known() {
		return fmt.Errorf("report.evidence: %q is none of %s", e, listed(reports.EvidenceWays()))
	}
	if f := c.Gate.FailOn; f != "" && !slices.Contains(engine.Thresholds(), engine.Threshold(f)) {
		return fmt.Errorf("gate.fail_on: %q is none of %s", f, listed(engine.Thresholds()))
	}
	return nil
}

func listed[T ~string](words []T) string {
	out := make([]string, 0, len(words))
	for _, word := range words {
		out = append(out, string(word))
	}
	return strings.Join(out, ", ")
}

func (p Profile) validate() error {
	for _, s := range p.Severities {
		if engine.Severity(s).Rank() == 0 {
			return fmt.Errorf("severities: %q is none of %s", s, listed(engine.Severities()))
		}
	}
	return reasoned("exclude", p.Exclude)
}

// reasoned demands that each exclusion says why, and stands once.
func reasoned(key string, list []Exclusion) error {
	seen := map[string]bool{}
	for i, e := range list {
		if e.ID == "" || strings.TrimSpace(e.Reason) == "" {
			return fmt.Errorf("%s[%d] needs id and reason", key, i)
		}
		if seen[e.ID] {
			return fmt.Errorf("%s[%d]: %q is listed twice", key, i, e.ID)
		}
		seen[e.ID] = true
	}
	return nil
}

// Find returns the configured target with that ref or id.
func (c *Config) Find(ref string) (Target, bool) {
	i := slices.IndexFunc(c.Targets, func(t Target) bool { return t.Ref == ref || t.ID != "" && t.ID == ref })
	if i < 0 {
		return Target{}, false
	}
	return c.Targets[i], true
}

// Resolve turns a configured target into one for the collectors: the options of its groups in their order,
// then its own.
func (c *Config) Resolve(t Target) (collectors.Target, error) {
	out, err := collectors.ParseTarget(t.Ref)
	if err != nil {
		return out, err
	}
	out.ID = t.ID
	out.Options = map[string]string{}
	for _, g := range t.Groups {
		for key, value := range c.Groups[g].Options {
			out.Options[key] = value
		}
	}
	for key, value := range t.Options {
		out.Options[key] = value
	}
	return out, nil
}

// organisation is the scheme whose targets stand for others, each with a slash and a name behind the ref (collectors.Expander).
const organisation = "aws-org:"

// ParamsOf returns the parameters for the target with that ref under a profile ("" for none): those of the profile,
// then of the target's groups in their order, then its own.
func (c *Config) ParamsOf(profile, ref string) (engine.Params, error) {
	out := engine.Params{}
	merge := func(p Params) error {
		for policy, values := range p {
			for name, value := range values {
				text, err := json.Marshal(value)
				if err != nil {
					return fmt.Errorf("parameter %s of %s: %w", name, policy, err)
				}
				if out[policy] == nil {
					out[policy] = map[string]json.RawMessage{}
				}
				out[policy][name] = text
			}
		}
		return nil
	}
	layers := []Params{c.Profiles[profile].Params}
	t, ok := c.Find(ref)
	if i := strings.LastIndex(ref, "/"); !ok && i > 0 && strings.HasPrefix(ref, organisation) {
		t, ok = c.Find(ref[:i])
	}
	if ok {
		for _, g := range t.Groups {
			layers = append(layers, c.Groups[g].Params)
		}
		layers = append(layers, t.Params)
	}
	for _, layer := range layers {
		if err := merge(layer); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
