// Package git reads a local git checkout: its licence, its documents, its dependencies, its container files,
// its workflows, its newest commits, and the secrets that were committed to it.
//
// It reads git's index and objects and never the work tree, so that what is untracked, ignored or changed and
// not yet staged plays no part. It opens no connection. The repository is hostile until shown otherwise: no
// hook, filter, pager, monitor or other program that its configuration names ever runs, no link is followed,
// and every object that is used is held against its own name. What is missing or broken is a gap.
//
// A comment in a file that asks the secrets detector to look away ("gitleaks:allow") is heard by nobody: it is a
// waiver that the audited party wrote for itself. Waivers belong to the audit.
package git

import (
	"context"
	"fmt"
	"strings"

	"github.com/assize/assize/collectors"
)

// Collector reads targets of the scheme git. It may be used for several targets at the same time.
type Collector struct{}

// New returns the collector.
func New() *Collector { return &Collector{} }

// Describe implements collectors.Collector.
func (*Collector) Describe() collectors.Description {
	return collectors.Description{
		Name:    "git",
		Version: "1",
		Schemes: []collectors.Scheme{{
			Name: "git", Example: "git:.", Help: "a local git checkout, as its index and newest commits stand", Local: true,
			Options: []string{"secrets"},
		}},
		Kinds: []string{"ci.action", "ci.dependabot", "ci.workflow", "git.dockerfile", "git.repository", "git.secrets"},
		Options: map[string]string{
			"secrets": "false leaves out the search for committed secrets, which takes most of the time",
		},
	}
}

// Collect implements collectors.Collector.
func (*Collector) Collect(ctx context.Context, t collectors.Target, sink collectors.Sink) error {
	wantSecrets, err := options(t.Options)
	if err != nil {
		return err
	}
	at, err := find(t.Address)
	if err != nil {
		return err
	}
	runner, err := newRunner(at)
	if err != nil {
		return err
	}
	v := &visit{runner: runner, store: newStore(runner), sink: sink}
	defer v.store.close()
	defer v.cover()
	sink.Progress("index")
	if err := v.open(ctx); err != nil {
		return err
	}
	sink.Progress("files")
	if err := v.survey(ctx); err != nil {
		return err
	}
	for _, stage := range []func(context.Context) error{v.repository, v.dockerfiles, v.pipelines} {
		if err := stage(ctx); err != nil {
			return err
		}
	}
	if !wantSecrets {
		sink.Gap(collectors.Gap{Kind: "git.secrets", Cause: collectors.NotRequested, Detail: "the search for secrets was turned off",
			Needs: "--option secrets=true", Call: "option secrets"})
		return nil
	}
	return v.secrets(ctx)
}

func options(given map[string]string) (wantSecrets bool, err error) {
	wantSecrets = true
	for name, value := range given {
		if name != "secrets" {
			return false, usage(fmt.Errorf("git targets have no option %q", name), "the only option is secrets=true or secrets=false")
		}
		switch strings.ToLower(value) {
		case "true", "yes":
		case "false", "no":
			wantSecrets = false
		default:
			return false, usage(fmt.Errorf("option secrets is %q", value), "write secrets=true or secrets=false")
		}
	}
	return wantSecrets, nil
}
