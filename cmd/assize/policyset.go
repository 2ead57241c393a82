package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/engine/catalog"
	"github.com/assize/assize/engine/opa"
	"github.com/assize/assize/internal/config"
	"github.com/assize/assize/policies"
)

// policyFlags say which policies there are and which are selected.
type policyFlags struct {
	dirs, trusted                         []string
	profile, key                          string
	domains, severities, frameworks, only []string
	tags                                  []string
}

func (f *policyFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	f.registerSources(cmd)
	flags.StringVar(&f.profile, "profile", "", "profile of assize.yaml that selects the policies")
	flags.StringSliceVar(&f.domains, "domain", nil, "only policies of these domains, for example access,network")
	flags.StringSliceVar(&f.severities, "severity", nil, "only policies of these severities")
	flags.StringSliceVar(&f.frameworks, "framework", nil, "only policies mapped to these frameworks")
	flags.StringSliceVar(&f.tags, "tag", nil, "only policies with one of these tags")
	flags.StringSliceVar(&f.only, "only", nil, "only the policies with these ids")
}

// registerSources registers the flags that say where policies are.
func (f *policyFlags) registerSources(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVar(&f.dirs, "policy", nil, "`folder` or OPA bundle (.tar.gz) with your own policies (repeatable)")
	flags.StringArrayVar(&f.trusted, "trusted-policy", nil, "`folder` or OPA bundle with policies that you vouch for (repeatable)")
	flags.StringVar(&f.key, "policy-key", "", "public key `file` (PEM) that the bundles given by flags must be signed with")
}

// A selection is the policies of one run.
type selection struct {
	set      *opa.Set
	catalog  *catalog.Catalog
	excluded []engine.Exclusion
	profile  string
	known    config.Known // what a waiver may name
}

// loadOptions gathers the sources of policies.
func (f *policyFlags) loadOptions(c *config.Config) (opa.LoadOptions, *catalog.Catalog, error) {
	options, err := builtIn()
	if err != nil {
		return options, nil, err
	}
	frameworks, err := fs.Sub(policies.FS, "frameworks")
	if err != nil {
		return options, nil, err
	}
	known, err := catalog.Load(frameworks)
	if err != nil {
		return options, nil, err
	}
	options.Frameworks = known
	if f.key != "" && len(f.dirs)+len(f.trusted) == 0 {
		return options, nil, &collectors.UsageError{Err: errors.New("--policy-key without a bundle"), Hint: "name the bundle with --policy; in assize.yaml, each has its own key"}
	}
	for _, given := range f.sources(c) {
		source, err := openSource(given)
		if err != nil {
			return options, nil, err
		}
		options.Sources = append(options.Sources, source)
	}
	return options, known, nil
}

// builtIn are the policies that come with the program.
func builtIn() (opa.LoadOptions, error) {
	schemas, err := fs.Sub(policies.FS, "schemas")
	return opa.LoadOptions{Sources: []opa.Source{{Name: "built-in", FS: policies.FS, BuiltIn: true}}, Schemas: schemas}, err
}

// sources are the user's own policies: those of the configuration, then those of the flags. A configuration that
// nobody named may have come with what is audited, so that its word is no reason to trust its policies.
func (f *policyFlags) sources(c *config.Config) []config.PolicySource {
	var out []config.PolicySource
	for _, p := range c.Policies {
		p.Path, p.Key, p.Trusted = c.Relative(p.Path), c.Relative(p.Key), p.Trusted && !c.Found()
		out = append(out, p)
	}
	for _, dir := range f.dirs {
		out = append(out, config.PolicySource{Path: dir, Key: f.key})
	}
	for _, dir := range f.trusted {
		out = append(out, config.PolicySource{Path: dir, Key: f.key, Trusted: true})
	}
	return out
}

// openSource opens a folder with policies or a bundle.
func openSource(given config.PolicySource) (opa.Source, error) {
	info, err := os.Stat(given.Path)
	if err == nil && info.Mode().IsRegular() && opa.IsBundle(given.Path) {
		source, err := opa.OpenBundle(given.Path, given.Key)
		source.Trusted = given.Trusted
		return source, err
	}
	if err == nil && given.Key != "" {
		return opa.Source{}, &collectors.UsageError{Err: fmt.Errorf("policies: %s is no bundle, and only bundles are signed", given.Path), Hint: "leave the key out, or name a .tar.gz that \"opa build\" made"}
	}
	if err == nil && !info.IsDir() {
		err = fmt.Errorf("%s is not a folder", given.Path)
	}
	if err == nil {
		err = holdsPolicies(given.Path)
	}
	if err != nil {
		return opa.Source{}, &collectors.UsageError{Err: fmt.Errorf("policies: %w", err), Hint: "--policy takes a folder with .rego files, or an OPA bundle (.tar.gz)"}
	}
	return opa.Source{Name: given.Path, FS: os.DirFS(given.Path), Trusted: given.Trusted}, nil
}

// holdsPolicies refuses a folder without policies: the wrong one would silently add nothing.
func holdsPolicies(dir string) error {
	found := errors.New("found")
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.HasSuffix(path, ".rego") && !strings.HasSuffix(path, "_test.rego") {
			return found
		}
		return err
	})
	switch {
	case err == nil:
		return fmt.Errorf("%s holds no .rego file", dir)
	case errors.Is(err, found):
		return nil
	}
	return fmt.Errorf("read %s: %w", dir, err)
}

// load reads the policies and selects those of this run.
func (f *policyFlags) load(ctx context.Context, c *config.Config) (*selection, error) {
	options, known, err := f.loadOptions(c)
	if err != nil {
		return nil, err
	}
	set, err := opa.Load(ctx, options)
	if err != nil {
		return nil, err
	}
	name := cmp.Or(f.profile, c.Profile)
	profile, ok := c.Profiles[name]
	if name != "" && !ok {
		return nil, &collectors.UsageError{Err: fmt.Errorf("no profile %q in the configuration", name), Hint: "write it under profiles: in assize.yaml"}
	}
	excluded, err := exclusions(c, profile, set.Policies())
	if err != nil {
		return nil, err
	}
	if err := f.known(set.Policies(), profile); err != nil {
		return nil, err
	}
	if err := checkParams(c, name, set); err != nil {
		return nil, err
	}
	left := map[string]bool{}
	for _, e := range excluded {
		left[e.ID] = true
	}
	selected := set.Select(func(p engine.Policy) bool {
		return !left[p.ID] && matches(p, profile) &&
			matches(p, config.Profile{Domains: f.domains, Severities: f.severities, Frameworks: f.frameworks, Tags: f.tags, IDs: f.only})
	})
	if len(selected.Policies()) == 0 {
		return nil, &collectors.UsageError{Err: errors.New("no policy is left by this selection"), Hint: f.leftHint(excluded)}
	}
	words, err := wordsOf(set)
	return &selection{set: selected, catalog: known, excluded: excluded, profile: name, known: words}, err
}

// leftHint says why nothing may be left.
func (f *policyFlags) leftHint(excluded []engine.Exclusion) string {
	for _, e := range excluded {
		if slices.Contains(f.only, e.ID) {
			return fmt.Sprintf("the configuration leaves %s out: %s", e.ID, e.Reason)
		}
	}
	return "\"assize policy list\" shows what there is"
}

// checkParams refuses parameters in the configuration that no policy has or that are of another type.
func checkParams(c *config.Config, profile string, set *opa.Set) error {
	refs := []string{""} // what the profile sets alone
	for _, t := range c.Targets {
		refs = append(refs, t.Ref)
	}
	for _, ref := range refs {
		params, err := c.ParamsOf(profile, ref)
		if err != nil {
			return err
		}
		if err := set.CheckParams(params); err != nil {
			return &collectors.UsageError{Err: fmt.Errorf("%s: %w", c.Path(), err), Hint: "\"assize policy show ID\" lists a policy's parameters"}
		}
	}
	return nil
}

// matches says whether a policy is in every list that is not empty.
func matches(p engine.Policy, by config.Profile) bool {
	in := func(list []string, value string) bool { return len(list) == 0 || slices.Contains(list, value) }
	any := func(list []string, has func(string) bool) bool {
		return len(list) == 0 || slices.ContainsFunc(list, has)
	}
	return in(by.Domains, p.Domain()) && in(by.Severities, string(p.Severity)) && in(by.IDs, p.ID) &&
		any(by.Frameworks, func(framework string) bool { return len(p.Controls[framework]) > 0 }) &&
		any(by.Tags, func(tag string) bool { return slices.Contains(p.Tags, tag) })
}

// known refuses words of the selection that fit nothing: a mistyped one would silently select too little.
func (f *policyFlags) known(all []engine.Policy, profile config.Profile) error {
	have := map[string]map[string]bool{"domain": {}, "severity": {}, "framework": {}, "tag": {}, "policy": {}}
	for _, p := range all {
		have["domain"][p.Domain()], have["policy"][p.ID] = true, true
		for framework := range p.Controls {
			have["framework"][framework] = true
		}
		for _, tag := range p.Tags {
			have["tag"][tag] = true
		}
	}
	for _, s := range engine.Severities() {
		have["severity"][string(s)] = true
	}
	asked := map[string][]string{
		"tag":    append(slices.Clone(profile.Tags), f.tags...),
		"domain": append(slices.Clone(profile.Domains), f.domains...), "severity": append(slices.Clone(profile.Severities), f.severities...),
		"framework": append(slices.Clone(profile.Frameworks), f.frameworks...), "policy": append(slices.Clone(profile.IDs), f.only...),
	}
	for _, what := range []string{"domain", "severity", "framework", "tag", "policy"} {
		for _, word := range asked[what] {
			if !have[what][word] {
				return &collectors.UsageError{Err: fmt.Errorf("no %s %q", what, word), Hint: "known: " + someOf(have[what])}
			}
		}
	}
	return nil
}

// someOf lists words for a hint, not endlessly.
func someOf[V any](words map[string]V) string {
	list := slices.Sorted(maps.Keys(words))
	const most = 20
	if len(list) > most {
		return fmt.Sprintf("%s and %d more (\"assize policy list\")", strings.Join(list[:most], ", "), len(list)-most)
	}
	return strings.Join(list, ", ")
}

// exclusions are the policies that the configuration disables or the profile leaves out; each must exist. The reason
// that holds under every profile goes before the profile's own.
func exclusions(c *config.Config, profile config.Profile, all []engine.Policy) ([]engine.Exclusion, error) {
	out, seen := []engine.Exclusion{}, map[string]bool{}
	for n, e := range slices.Concat(c.Disable, profile.Exclude) {
		i := slices.IndexFunc(all, func(p engine.Policy) bool { return p.ID == e.ID })
		if i < 0 {
			where := "the configuration disables"
			if n >= len(c.Disable) {
				where = "the profile excludes"
			}
			return nil, &collectors.UsageError{Err: fmt.Errorf("%s %q, which is no policy", where, e.ID), Hint: nearest(e.ID, all)}
		}
		if !seen[e.ID] {
			out = append(out, engine.Exclusion{ID: e.ID, Title: all[i].Title, Reason: e.Reason})
		}
		seen[e.ID] = true
	}
	slices.SortFunc(out, func(a, b engine.Exclusion) int { return cmp.Compare(a.ID, b.ID) })
	return out, nil
}
