// Package dependabot reads .github/dependabot.yml. It opens no file and no connection.
//
// A file that does not parse is never nothing: each fact that the broken part could have changed is a gap.
package dependabot

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/ci"
)

// Facts returns the names of all facts that Parse reads from a file's text. The slice is the caller's.
func Facts() []string { return []string{"registries", "updates"} }

// Parse reads the text of the file at path. The gaps have their paths set and nothing that says on which resource they are.
// Source: GitHub Docs, "Dependabot options reference".
func Parse(path string, text []byte) (ci.Dependabot, []collectors.Gap) {
	out := ci.Dependabot{Path: path}
	var file file
	err := yaml.Unmarshal(text, &file)
	if err == nil {
		err = file.into(&out)
	}
	if err == nil {
		return out, nil
	}
	var gaps []collectors.Gap
	for _, fact := range Facts() {
		gaps = append(gaps, collectors.GapAt(collectors.PathOf(fact), collectors.Failed, strings.TrimPrefix(err.Error(), "yaml: "),
			"a file that GitHub can read", "parse "+path))
	}
	return ci.Dependabot{Path: path}, gaps
}

// file is what is read of dependabot.yml.
type file struct {
	Updates    yaml.Node            `yaml:"updates"`
	Registries map[string]yaml.Node `yaml:"registries"`
}

// update is what is read of one entry.
type update struct {
	Ecosystem   string   `yaml:"package-ecosystem"`
	Directory   string   `yaml:"directory"`
	Directories []string `yaml:"directories"`
	Schedule    struct {
		Interval string `yaml:"interval"`
	} `yaml:"schedule"`
	Cooldown *struct {
		Default *int `yaml:"default-days"`
		Major   *int `yaml:"semver-major-days"`
		Minor   *int `yaml:"semver-minor-days"`
		Patch   *int `yaml:"semver-patch-days"`
	} `yaml:"cooldown"`
	Execution string `yaml:"insecure-external-code-execution"`
}

func (f *file) into(out *ci.Dependabot) error {
	if f.Updates.Kind != yaml.SequenceNode {
		return errors.New("it has no list of updates")
	}
	for _, node := range f.Updates.Content {
		if node.Kind == yaml.AliasNode {
			node = node.Alias
		}
		var u update
		if err := node.Decode(&u); err != nil {
			return fmt.Errorf("line %d: %w", node.Line, err)
		}
		told := ci.Update{Ecosystem: strings.ToLower(u.Ecosystem), Directories: u.Directories, Line: node.Line, Interval: u.Schedule.Interval,
			ExecutesCode: strings.EqualFold(u.Execution, "allow")}
		if u.Directory != "" {
			told.Directories = []string{u.Directory}
		}
		told.CooldownDays = u.shortest()
		out.Updates = append(out.Updates, told)
	}
	out.Registries = map[string]ci.Registry{}
	for name, node := range f.Registries {
		var keys map[string]yaml.Node
		if err := node.Decode(&keys); err != nil {
			return fmt.Errorf("line %d: %w", node.Line, err)
		}
		registry := ci.Registry{Line: node.Line}
		if t, ok := keys["type"]; ok {
			registry.Type = t.Value
		}
		for _, key := range []string{"key", "password", "token"} {
			if secret, ok := keys[key]; ok && (registry.Secret == nil || *registry.Secret != "literal") {
				how := "literal"
				if strings.Contains(secret.Value, "${{") {
					how = "expression"
				}
				registry.Secret = &how
			}
		}
		out.Registries[name] = registry
	}
	return nil
}

// shortest returns the days that every new version waits at least, or nil. A level without days of its own waits as long as
// the default says, which is not to wait where there is none.
func (u *update) shortest() *int {
	if u.Cooldown == nil {
		return nil
	}
	c := u.Cooldown
	fallback := 0
	if c.Default != nil {
		fallback = *c.Default
	}
	var days []int
	for _, level := range []*int{c.Major, c.Minor, c.Patch} {
		if level != nil {
			days = append(days, *level)
		} else {
			days = append(days, fallback)
		}
	}
	least := slices.Min(days)
	return &least
}
