package github

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
)

// The names of accounts and repositories. Source: what GitHub takes when they are made; those of managed users have an
// underscore.
var (
	ownerName      = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$`)
	repositoryName = regexp.MustCompile(`^[A-Za-z0-9._-]{1,100}$`)
)

// An address is what stands behind the scheme: an organisation, or repositories of one owner.
type address struct {
	owner        string
	repositories []string // empty means the organisation
}

func parseAddress(text string) (address, error) {
	owner, list, named := strings.Cut(text, "/")
	out := address{owner: owner}
	if !ownerName.MatchString(owner) {
		return out, usage(fmt.Errorf("%q is no name of an owner on GitHub", owner), "write github:ORG, github:OWNER/REPO or github:OWNER/REPO,REPO")
	}
	if !named {
		return out, nil
	}
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimPrefix(strings.TrimSpace(name), owner+"/")
		if !repositoryName.MatchString(name) || name == "." || name == ".." {
			return out, usage(fmt.Errorf("%q is no name of a repository on GitHub", name), "write github:OWNER/REPO or github:OWNER/REPO,REPO")
		}
		out.repositories = append(out.repositories, name)
	}
	return out, nil
}

// Expand implements collectors.Expander: several repositories are a target each.
func (c *Collector) Expand(_ context.Context, t collectors.Target) ([]collectors.Target, error) {
	a, err := parseAddress(t.Address)
	if err != nil {
		return nil, err
	}
	if len(a.repositories) < 2 {
		return []collectors.Target{t}, nil
	}
	if t.ID != "" {
		return nil, usage(fmt.Errorf("target %q: several repositories have no id together", t.Ref), "leave its id out: each of them has one")
	}
	chosen, err := c.parseOptions(t.Options)
	if err != nil {
		return nil, err
	}
	names := slices.Clone(a.repositories)
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	names = slices.CompactFunc(names, strings.EqualFold)
	var out []collectors.Target
	for _, name := range names {
		out = append(out, collectors.Target{
			Ref: t.Ref + "/" + name, Scheme: t.Scheme, Address: a.owner + "/" + name,
			ID: targetID(chosen.host, a.owner, name), Options: maps.Clone(t.Options),
		})
	}
	return out, nil
}

// targetID is what a target is, however it was typed: GitHub does not tell upper from lower case.
func targetID(host string, parts ...string) string {
	return "github:" + host + "/" + strings.ToLower(strings.Join(parts, "/"))
}

func usage(err error, hint string) error { return &collectors.UsageError{Err: err, Hint: hint} }
