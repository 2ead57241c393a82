package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/all"
	"github.com/assize/assize/internal/audit"
	"github.com/assize/assize/internal/config"
	"github.com/assize/assize/internal/progress"
)

// targetFlags are the flags that say what is visited and how.
type targetFlags struct {
	sudo, deep bool
	options    []string
	jobs       int
}

func (f *targetFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&f.sudo, "sudo", false, "read servers as root, through sudo -n")
	flags.BoolVar(&f.deep, "deep", false, "read what takes long, too: servers' file systems, and what GitHub has of each repository alone")
	flags.StringArrayVar(&f.options, "option", nil, "target option as `name=value`, for every target that knows it (repeatable)")
	flags.IntVarP(&f.jobs, "jobs", "j", 0, "how many targets are visited at the same time (default from assize.yaml, else 4)")
}

// A visit is what a command needs to collect: the configuration, the collectors and the resolved targets.
type visit struct {
	config   *config.Config
	registry *collectors.Registry
	targets  []collectors.Target
	jobs     int
	// wants says what of some kinds is read; nil is everything. See audit.Collection.
	wants func(ctx context.Context, kinds []string) (*collectors.Wants, error)
}

// visit reads the configuration and resolves the targets.
func (a *app) visit(args []string, flags targetFlags) (*visit, error) {
	c, err := a.config()
	if err != nil {
		return nil, err
	}
	v := &visit{config: c, registry: newRegistry(), jobs: cmp.Or(flags.jobs, c.Concurrency)}
	v.targets, err = flags.resolve(c, args, v.registry, a.offline)
	return v, err
}

// collect visits the targets; see audit.Collection.Run.
func (v *visit) collect(ctx context.Context, a *app, log *progress.Log) (*collectors.Snapshot, []*audit.TargetError, error) {
	collection := audit.Collection{Registry: v.registry, Tool: toolName(), Concurrency: v.jobs, Now: a.now, Log: log, Wants: v.wants}
	return collection.Run(ctx, v.targets)
}

// resolve returns the targets of this run: those named, else those of the configuration, else this host and
// the git checkout that the program stands in.
func (f *targetFlags) resolve(c *config.Config, args []string, registry *collectors.Registry, offline bool) ([]collectors.Target, error) {
	named, err := f.named(c, args)
	if err != nil {
		return nil, err
	}
	extra, err := f.extra()
	if err != nil {
		return nil, err
	}
	if f.jobs < 0 {
		return nil, &collectors.UsageError{Err: fmt.Errorf("--jobs %d is below 0", f.jobs), Hint: "0 takes the number of assize.yaml, else 4"}
	}
	out := make([]collectors.Target, 0, len(named))
	seen := map[string]bool{}
	known := map[string]bool{}
	for _, t := range named {
		target, err := c.Resolve(t)
		if err != nil {
			return nil, err
		}
		collector, err := registry.Lookup(target)
		if err != nil {
			return nil, err
		}
		if seen[target.Ref] {
			return nil, &collectors.UsageError{Err: fmt.Errorf("target %q is named twice", target.Ref), Hint: "name each target once"}
		}
		seen[target.Ref] = true
		if err := allowed(collector, target, offline); err != nil {
			return nil, err
		}
		scheme, _ := registry.Scheme(target.Scheme) // it is known: Lookup found it
		if err := knownOptions(target, scheme.Options); err != nil {
			return nil, err
		}
		for name, value := range extra {
			if slices.Contains(scheme.Options, name) {
				target.Options[name] = value
				known[name] = true
			}
		}
		out = append(out, target)
	}
	for _, name := range slices.Sorted(maps.Keys(extra)) {
		if !known[name] {
			return nil, &collectors.UsageError{Err: fmt.Errorf("none of the targets knows the option %q", name), Hint: "\"assize audit --help\" lists the options of each kind of target"}
		}
	}
	return out, nil
}

// knownOptions refuses an option of the configuration that means nothing for the target's scheme. Groups may span
// kinds of targets, and yet an option that one of them ignores would be a setting that silently does nothing.
func knownOptions(target collectors.Target, understood []string) error {
	for _, name := range slices.Sorted(maps.Keys(target.Options)) {
		if !slices.Contains(understood, name) {
			hint := "leave it out; they have no options"
			if len(understood) > 0 {
				hint = "known: " + strings.Join(understood, ", ")
			}
			return &collectors.UsageError{
				Err:  fmt.Errorf("target %q: the configuration gives it the option %q, which %s: targets do not have", target.Ref, name, target.Scheme),
				Hint: hint,
			}
		}
	}
	return nil
}

func (f *targetFlags) named(c *config.Config, args []string) ([]config.Target, error) {
	var out []config.Target
	for _, arg := range args {
		if t, ok := c.Find(arg); ok {
			out = append(out, t)
			continue
		}
		out = append(out, config.Target{Ref: arg})
	}
	if len(out) > 0 {
		return out, nil
	}
	if len(c.Targets) > 0 {
		return c.Targets, harmless(c)
	}
	out = append(out, config.Target{Ref: "host:local"})
	inside, err := insideCheckout()
	if err != nil {
		return nil, err
	}
	if inside {
		out = append(out, config.Target{Ref: "git:."})
	}
	return out, nil
}

// harmless refuses to run a program for a configuration that nobody named: a hostile checkout may bring one.
func harmless(c *config.Config) error {
	i := slices.IndexFunc(c.Targets, func(t config.Target) bool { return strings.HasPrefix(t.Ref, "exec:") })
	if i < 0 || !c.Found() {
		return nil
	}
	return &collectors.UsageError{
		Err:  fmt.Errorf("%s would run a program: target %q", c.Path(), c.Targets[i].Ref),
		Hint: "if you trust the file, name it: --config " + c.Path(),
	}
}

// extra are the options of the flags.
func (f *targetFlags) extra() (map[string]string, error) {
	out := map[string]string{}
	for _, option := range f.options {
		name, value, ok := strings.Cut(option, "=")
		if !ok || name == "" {
			return nil, &collectors.UsageError{Err: fmt.Errorf("--option %q is not name=value", option), Hint: "for example --option port=2222"}
		}
		out[name] = value
	}
	for name, set := range map[string]bool{"sudo": f.sudo, "deep": f.deep} {
		if value, given := out[name]; set && given && value != "true" {
			return nil, &collectors.UsageError{Err: fmt.Errorf("--%s and --option %s=%s are at odds", name, name, value), Hint: "leave one of them out"}
		} else if set {
			out[name] = "true"
		}
	}
	return out, nil
}

func allowed(c collectors.Collector, t collectors.Target, offline bool) error {
	if !offline {
		return nil
	}
	for _, s := range c.Describe().Schemes {
		if s.Name == t.Scheme && s.Local {
			return nil
		}
	}
	return &collectors.UsageError{Err: fmt.Errorf("target %q needs a network connection, and --offline forbids it", t.Ref)}
}

// insideCheckout says whether the working directory lies in a git checkout.
func insideCheckout() (bool, error) {
	dir, err := os.Getwd()
	if err != nil {
		return false, err
	}
	for {
		_, err := os.Lstat(filepath.Join(dir, ".git"))
		if err == nil {
			return true, nil
		}
		if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
			return false, err
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return false, nil
		}
		dir = parent
	}
}

// newRegistry is the list of collectors. Without a cache folder nothing is cached.
func newRegistry() *collectors.Registry {
	cache, err := os.UserCacheDir()
	if err != nil {
		return all.Registry("", time.Now)
	}
	return all.Registry(filepath.Join(cache, "assize"), time.Now)
}

// schemesHelp lists the target schemes and their options for a command's help.
func schemesHelp(registry *collectors.Registry) string {
	var b strings.Builder
	b.WriteString("Targets:\n")
	for _, s := range registry.Schemes() {
		fmt.Fprintf(&b, "  %-26s %s\n", s.Example, s.Help)
	}
	b.WriteString("\nTarget options, for --option and assize.yaml:\n")
	for _, c := range registry.All() {
		d := c.Describe()
		for _, name := range slices.Sorted(maps.Keys(d.Options)) {
			var schemes []string
			for _, s := range d.Schemes {
				if slices.Contains(s.Options, name) {
					schemes = append(schemes, s.Name+":")
				}
			}
			fmt.Fprintf(&b, "  %-14s %-18s %s\n", name, strings.Join(schemes, " "), d.Options[name])
		}
	}
	return b.String()
}
