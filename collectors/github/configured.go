package github

import (
	"context"
	"strconv"
	"strings"

	"github.com/assize/assize/collectors"
)

// configured says whether Dependabot's alerts certainly are on in a repository, or certainly off, because the organisation enforces a
// security configuration there that says so: then nobody can set otherwise. Known is false where none does, or that cannot be read.
// By REST alone the repository's own answer has no tag and is billed each time, and these lists have one. Source: GitHub Docs,
// Creating a custom security configuration (of its enforcement), and Get repositories associated with a code security configuration.
func (v *visit) configured(ctx context.Context, r *repository) (on, known bool) {
	if !v.asksTips() || v.options.server() {
		return false, false
	}
	all, _ := v.state.configured.get(func() (map[string]bool, error) { return v.enforced(ctx), nil }) // it never errs
	on, known = all[r.id]
	return on, known
}

// enforced says of the repositories in which a security configuration is enforced, by name in lower case, whether it has Dependabot's
// alerts on or off. What cannot be read is left out.
func (v *visit) enforced(ctx context.Context) map[string]bool {
	out, twice := map[string]bool{}, map[string]bool{}
	settings := map[int]string{}
	err := v.each(ctx, at(configurationsOf, v.owner), "", func(o object) error {
		if o.text("enforcement") == "enforced" {
			settings[o.number("id")] = o.text("dependabot_alerts")
		}
		return nil
	})
	if err != nil {
		return out
	}
	for _, id := range sortedNumbers(settings) {
		if settings[id] != "enabled" && settings[id] != "disabled" || id == 0 {
			continue
		}
		_ = v.each(ctx, at(configuredOf, v.owner, strconv.Itoa(id)).with("status", "enforced"), "", func(o object) error { // what was listed holds
			repository, _ := o.in("repository")
			name, on := strings.ToLower(repository.text("full_name")), settings[id] == "enabled"
			if before, there := out[name]; there && before != on {
				twice[name] = true // it went from one to the other meanwhile
			}
			if o.text("status") != "enforced" || name == "" {
				return &fault{request: o.from, cause: collectors.Failed, detail: "an item of the list is not what was asked for"}
			}
			out[name] = on
			return nil
		})
	}
	for name := range twice {
		delete(out, name)
	}
	return out
}
