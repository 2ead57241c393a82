package git

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/git"
)

// renovateFiles are where Renovate looks, in its order. Source: Renovate docs, "Configuration options".
var renovateFiles = [...]string{"renovate.json", "renovate.json5", "renovate.jsonc", ".github/renovate.json", ".github/renovate.json5", ".github/renovate.jsonc",
	".gitlab/renovate.json", ".gitlab/renovate.json5", ".renovaterc", ".renovaterc.json", ".renovaterc.json5"}

// dependabotNames turns Dependabot's words for ecosystems into ours. Source: GitHub Docs, "Dependabot options
// reference"; those that are not listed are the same.
var dependabotNames = map[string]string{"gomod": "go", "uv": "pip", "bun": "npm", "gitsubmodule": "submodules", "dotnet-sdk": "nuget",
	"docker-compose": "docker", "opentofu": "terraform"}

func (v *visit) dependencyUpdater() (*kinds.DependencyUpdater, *collectors.Gap) {
	if e, ok := v.files.first(".github/dependabot.yml", ".github/dependabot.yaml"); ok {
		updater := &kinds.DependencyUpdater{Tool: "dependabot", Path: e.text}
		text, gap := v.text(e)
		if gap != nil {
			return updater, gap
		}
		ecosystems, err := parseDependabot(text)
		if err != nil {
			return updater, &collectors.Gap{Cause: collectors.Failed, Detail: fmt.Sprintf("%s does not parse: %v", e.text, err),
				Needs: "a file that GitHub can read", Call: "read " + e.text}
		}
		updater.Ecosystems = ecosystems
		return updater, nil
	}
	if e, ok := v.files.first(renovateFiles[:]...); ok {
		return &kinds.DependencyUpdater{Tool: "renovate", Path: e.text, Ecosystems: []string{"*"}}, nil
	}
	if e, ok := v.files.first("package.json"); ok && bytes.Contains(v.texts[e.path], []byte(`"renovate"`)) {
		return &kinds.DependencyUpdater{Tool: "renovate", Path: e.text, Ecosystems: []string{"*"}}, nil
	}
	return nil, nil
}

// parseDependabot returns the ecosystems that a dependabot.yml covers, sorted, in our words.
func parseDependabot(text []byte) ([]string, error) {
	var file struct {
		Updates []struct {
			Ecosystem string `yaml:"package-ecosystem"`
		} `yaml:"updates"`
	}
	if err := yaml.Unmarshal(text, &file); err != nil {
		return nil, err
	}
	var out []string
	for _, update := range file.Updates {
		name := strings.ToLower(update.Ecosystem)
		if ours, ok := dependabotNames[name]; ok {
			name = ours
		}
		if name != "" {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}
