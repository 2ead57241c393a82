package github

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
)

// selected are the ids of the repositories that a ruleset of the organisation holds for.
func (v *visit) selected(ctx context.Context, s *ruleset) ([]string, error) {
	repositories, err := v.listed(ctx)
	if err != nil {
		return nil, err
	}
	out := []string{}
	for _, r := range repositories {
		holds, known := selects(s.conditions, r.object)
		if !known || len(s.conditions.into.gaps) > 0 {
			return nil, &fault{
				request: s.conditions.from, cause: collectors.Unsupported, detail: "by what it selects repositories is not understood", needs: "a look at the ruleset",
			}
		}
		if holds {
			out = append(out, r.id)
		}
	}
	return out, nil
}

// selects says whether conditions hold for a repository; known is false where they are of a form that this program does not
// know. Source: GitHub Docs, REST API endpoints for rules, conditions of a ruleset of an organisation.
func selects(conditions, repository object) (holds, known bool) {
	if c, there := conditions.in("repository_name"); there {
		return byName(c, repository.text("name"))
	}
	if c, there := conditions.in("repository_id"); there {
		ids := must[[]int](c, "repositories", "repository_ids")
		return slices.Contains(ids, repository.number("id")), repository.number("id") != 0
	}
	if c, there := conditions.in("repository_property"); there {
		return byProperty(c, customProperties(repository.read(&partial{})))
	}
	return false, false
}

// byName holds for a name that one of the patterns includes and none excludes.
func byName(condition object, name string) (holds, known bool) {
	matches := func(key string) (found, known bool) {
		if !condition.has(key) {
			return false, key == "exclude"
		}
		known = true
		for _, pattern := range must[[]string](condition, "repositories", key) {
			hit, err := path.Match(strings.ToLower(pattern), strings.ToLower(name))
			found, known = found || hit || pattern == "~ALL", known && err == nil
		}
		return found, known
	}
	in, inKnown := matches("include")
	out, outKnown := matches("exclude")
	return in && !out, inKnown && outKnown
}

// byProperty holds where all included properties have one of their values, and no excluded one has.
func byProperty(condition object, properties map[string][]string) (holds, known bool) {
	include, ok := condition.list("include")
	if !ok || properties == nil && len(include) > 0 {
		return false, false
	}
	exclude, _ := condition.list("exclude")
	holds = true
	for i, c := range slices.Concat(include, exclude) {
		if source := c.text("source"); source != "" && source != "custom" {
			return false, false // a property of GitHub's own, for example the language
		}
		values := must[[]string](c, "repositories", "property_values")
		hit := slices.ContainsFunc(properties[c.text("name")], func(value string) bool { return slices.Contains(values, value) })
		holds = holds && hit == (i < len(include))
	}
	return holds, true
}
