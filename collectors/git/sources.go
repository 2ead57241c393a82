package git

import (
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"

	kinds "github.com/assize/assize/collectors/kinds/git"
)

// sources says which repositories on servers the checkout is a clone of, by the remotes' URLs. On each server it is a clone of
// one: with a fork as origin, the repository that was forked is another one, although it mostly is a remote too. That which the
// branch follows counts before origin, and origin before others.
func (r *runner) sources(ctx context.Context, urls map[string]string, branch *string) ([]kinds.Source, error) {
	rules, err := r.rewriting(ctx)
	if err != nil {
		return nil, err
	}
	first := []string{"origin"}
	if branch != nil {
		followed, err := r.output(ctx, nil, "config", "--local", "--no-includes", "--get", "branch."+*branch+".remote")
		if err != nil && !exited(err) { // a branch may have a name that no setting can have
			return nil, err
		}
		first = []string{strings.TrimSuffix(string(followed), "\n"), "origin"}
	}
	var names []string
	for name := range urls {
		names = append(names, name)
	}
	slices.Sort(names)
	var out []kinds.Source
	for _, name := range append(first, names...) {
		place := kinds.ParseRemote(rewritten(urls[name], rules)).Place()
		host, _, _ := strings.Cut(place, "/")
		if host != "" && !slices.ContainsFunc(out, func(s kinds.Source) bool { return strings.HasPrefix(s.Place, host+"/") }) {
			out = append(out, kinds.Source{Remote: name, Place: place})
		}
	}
	return out, nil
}

// A rewrite is one url.<base>.insteadOf: git reads base for what a URL begins with.
type rewrite struct{ base, prefix string }

// rewriting reads the rewrites of the checkout and of the user who audits it: the second are mostly where short names for servers
// are explained. Nothing but where a remote is depends on them.
func (r *runner) rewriting(ctx context.Context) ([]rewrite, error) {
	const settings = `^url\..*\.insteadof$`
	own, err := r.output(ctx, nil, "config", "--local", "--no-includes", "-z", "--get-regexp", settings)
	if err != nil && !silent(err) {
		return nil, err
	}
	ours := exec.CommandContext(ctx, r.program, "config", "-z", "--get-regexp", settings)
	ours.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "GIT_DIR=/dev/null"} // no repository: the user's settings alone
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		if name == "HOME" || name == "XDG_CONFIG_HOME" || strings.HasPrefix(name, "GIT_CONFIG") {
			ours.Env = append(ours.Env, pair)
		}
	}
	user, err := ours.Output()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil { // none, or settings that git cannot read: then the URLs stand as they are
		user = nil
	}
	var out []rewrite
	for _, s := range append(parseConfig(own), parseConfig(user)...) {
		out = append(out, rewrite{base: strings.TrimSuffix(strings.TrimPrefix(s.key, "url."), ".insteadof"), prefix: s.value})
	}
	return out, nil
}

// rewritten is a URL as git reads it: the longest prefix counts. Source: git-config(1), url.<base>.insteadOf.
func rewritten(text string, rules []rewrite) string {
	out, longest := text, 0
	for _, rule := range rules {
		if rest, found := strings.CutPrefix(text, rule.prefix); found && len(rule.prefix) > longest {
			out, longest = rule.base+rest, len(rule.prefix)
		}
	}
	return out
}
