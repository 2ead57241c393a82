package git

import (
	"encoding/json"
	"path"
	"regexp"
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/ci/pipeline"
	kinds "github.com/assize/assize/collectors/kinds/git"
)

// An ecosystem is one way to declare dependencies.
type ecosystem struct {
	name string
	// locks are the names of its lock files.
	locks []string
	// above is true when the lock file may lie in a folder above the manifest, as in workspaces.
	above bool
	// depends says whether a manifest declares dependencies that a lock file would pin.
	depends func(text []byte) bool
}

func matches(pattern string) func([]byte) bool { return regexp.MustCompile(pattern).Match }

func never([]byte) bool { return false }

// manifestNames are the ecosystems by the name of the manifest. Nobody changes it.
var manifestNames = ecosystems()

func ecosystems() map[string]ecosystem {
	npm := ecosystem{"npm", []string{"package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb"}, true, npmDepends}
	python := ecosystem{"pip", []string{"poetry.lock", "uv.lock", "pdm.lock", "pylock.toml", "requirements.lock", "requirements.txt"}, true,
		matches(`(?m)^\s*dependencies\s*=\s*\[\s*[^\]\s]|^\[tool\.poetry\.(?:group\.[^\]]+\.)?dependencies\]`)}
	gradle := ecosystem{"gradle", []string{"gradle.lockfile", "buildscript-gradle.lockfile"}, true,
		matches(`(?m)^\s*(?:implementation|api|compile|compileOnly|runtimeOnly|testImplementation|kapt|annotationProcessor)\b`)}
	return map[string]ecosystem{
		"package.json":     npm,
		"go.mod":           {"go", []string{"go.sum"}, false, matches(`(?m)^require\b`)},
		"pyproject.toml":   python,
		"Pipfile":          {"pip", []string{"Pipfile.lock"}, false, matches(`(?m)^\[(?:dev-)?packages\]\s*\n\s*[^\[\s]`)},
		"requirements.txt": {"pip", []string{"poetry.lock", "uv.lock", "requirements.lock"}, false, unpinned},
		"requirements.in":  {"pip", []string{"requirements.txt", "requirements.lock"}, false, matches(`(?m)^\s*[A-Za-z]`)},
		"Cargo.toml":       {"cargo", []string{"Cargo.lock"}, true, matches(`(?m)^\[(?:[^\]]+\.)?(?:dev-|build-)?dependencies(?:\.[^\]]+)?\]`)},
		"pom.xml":          {"maven", nil, false, never},
		"build.gradle":     gradle,
		"build.gradle.kts": gradle,
		"composer.json":    {"composer", []string{"composer.lock"}, false, composerDepends},
		"Gemfile":          {"bundler", []string{"Gemfile.lock"}, false, matches(`(?m)^\s*(?:gem|gemspec)\b`)},
		"gems.rb":          {"bundler", []string{"gems.locked"}, false, matches(`(?m)^\s*(?:gem|gemspec)\b`)},
		"packages.config":  {"nuget", nil, false, never}, // pins every version itself
		"mix.exs":          {"mix", []string{"mix.lock"}, true, matches(`\{\s*:[a-z_0-9]+\s*,`)},
		"pubspec.yaml":     {"pub", []string{"pubspec.lock"}, true, matches(`(?m)^(?:dev_)?dependencies:`)},
		"Package.swift":    {"swift", []string{"Package.resolved"}, false, matches(`\.package\s*\(`)},
		"Podfile":          {"cocoapods", []string{"Podfile.lock"}, false, matches(`(?m)^\s*pod\b`)},
		"Chart.yaml":       {"helm", []string{"Chart.lock"}, false, matches(`(?m)^dependencies:`)},
		"flake.nix":        {"nix", []string{"flake.lock"}, false, matches(`inputs\b`)},
		"deno.json":        {"deno", []string{"deno.lock"}, true, matches(`"imports"`)},
	}
}

var (
	packageReference  = matches(`<PackageReference\b`)
	requiredProviders = matches(`\brequired_providers\b`)
)

// byEnding returns the ecosystem of a manifest that is known by its ending only.
func byEnding(base string) (ecosystem, bool) {
	switch path.Ext(base) {
	case ".csproj", ".fsproj", ".vbproj":
		return ecosystem{"nuget", []string{"packages.lock.json"}, false, packageReference}, true
	case ".tf":
		return ecosystem{"terraform", []string{".terraform.lock.hcl"}, false, requiredProviders}, true
	case ".txt":
		if strings.HasPrefix(base, "requirements") {
			return ecosystem{"pip", nil, false, unpinned}, true
		}
	}
	return ecosystem{}, false
}

// manifests lists the dependency manifests that are the repository's own.
func (v *visit) manifests() (map[string]kinds.Manifest, []collectors.Gap) {
	out := map[string]kinds.Manifest{}
	var gaps []collectors.Gap
	for _, e := range v.files.entries {
		if !e.regular() || pipeline.Foreign(e.path) {
			continue
		}
		eco, ok := manifestNames[e.base()]
		if !ok {
			if eco, ok = byEnding(e.base()); !ok {
				continue
			}
		}
		text, gap := v.text(e)
		if eco.name == "terraform" && gap == nil && !eco.depends(text) {
			continue // only the file that names the providers is a manifest
		}
		out[e.text] = kinds.Manifest{Ecosystem: eco.name, Lockfile: v.lockfile(e.path, eco), NeedsLockfile: eco.depends(text)}
		if gap != nil {
			gaps = append(gaps, at(gap, "manifests", e.text, "needs_lockfile"))
		}
	}
	return out, gaps
}

// lockfile returns the tracked lock file beside the manifest, or above it where the ecosystem has that.
func (v *visit) lockfile(manifest string, eco ecosystem) *string {
	for dir := path.Dir(manifest); ; dir = path.Dir(dir) {
		for _, name := range eco.locks {
			if e, ok := v.files.first(path.Join(dir, name)); ok && e.path != manifest {
				return &e.text
			}
		}
		if dir == "." || dir == "/" || !eco.above {
			return nil
		}
	}
}

func npmDepends(text []byte) bool {
	var m struct {
		A map[string]any `json:"dependencies"`
		B map[string]any `json:"devDependencies"`
		C map[string]any `json:"optionalDependencies"`
	}
	if json.Unmarshal(text, &m) != nil { // broken: npm would not read it, but its author meant something
		return strings.Contains(strings.ToLower(string(text)), `dependencies"`)
	}
	return len(m.A)+len(m.B)+len(m.C) > 0
}

func composerDepends(text []byte) bool {
	var m struct {
		A map[string]any `json:"require"`
		B map[string]any `json:"require-dev"`
	}
	if json.Unmarshal(text, &m) != nil {
		return strings.Contains(string(text), `"require`)
	}
	for _, list := range []map[string]any{m.A, m.B} {
		for name := range list {
			if strings.Contains(name, "/") { // "php" and "ext-…" come with the machine
				return true
			}
		}
	}
	return false
}

// unpinned says whether a requirements file names a package without its exact version or place.
func unpinned(text []byte) bool {
	for line := range strings.Lines(string(text)) {
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "-") || strings.HasPrefix(line, "\\") || strings.HasPrefix(line, "--") {
			continue
		}
		if !strings.Contains(line, "==") && !strings.Contains(line, " @ ") && !strings.Contains(line, "://") {
			return true
		}
	}
	return false
}
