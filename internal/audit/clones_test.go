package audit

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// TestClones: a checkout is a clone of what git finds where one of its sources is, and of nothing else.
func TestClones(t *testing.T) {
	resource := func(target, kind, id string, facts map[string]any) collectors.Resource {
		r, err := collectors.NewResource(collectors.Head{Kind: kind, ID: id}, collectors.Origin{Target: target, Collector: "x"}, facts)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	repository := func(target, id string, places ...string) collectors.Resource {
		return resource(target, "github.repository", id, map[string]any{"places": places})
	}
	checkout := func(target string, sources ...any) collectors.Resource {
		return resource(target, "git.repository", ".", map[string]any{"sources": sources})
	}
	source := func(remote, place string) any { return map[string]any{"remote": remote, "place": place} }
	var infos []collectors.TargetInfo
	for _, id := range []string{"git:both", "git:case", "git:fork", "git:ghe", "git:old", "org", "server", "single"} {
		infos = append(infos, collectors.TargetInfo{ID: id, Name: id, Ref: id, Collector: "x", Version: "1"})
	}
	s, err := collectors.Merge("test", &collectors.Snapshot{Targets: infos, Resources: []collectors.Resource{
		checkout("git:both", source("hub", "github.com/acme/api"), source("work", "ghe.example.org:8443/acme/web")),
		checkout("git:case", source("origin", "github.com/Acme/Web")),
		checkout("git:fork", source("origin", "github.com/ann/web")),
		checkout("git:ghe", source("origin", "ghe.example.org:8443/acme/web")),
		resource("git:old", "git.repository", ".", map[string]any{"remotes": map[string]any{}}),
		repository("org", "acme/api", "github.com/acme/api"), repository("org", "acme/web", "github.com/acme/web"),
		repository("server", "acme/web", "ghe.example.org/acme/web", "ghe.example.org:8443/acme/web"),
		repository("single", "acme/web", "github.com/acme/web"), resource("single", "github.repository", "x/old", map[string]any{}),
	}})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]engine.Clone{
		"git:both": {{Target: "org", Repository: "acme/api", Remote: "hub"}, {Target: "server", Repository: "acme/web", Remote: "work"}},
		"git:case": {{Target: "org", Repository: "acme/web", Remote: "origin"}, {Target: "single", Repository: "acme/web", Remote: "origin"}},
		"git:ghe":  {{Target: "server", Repository: "acme/web", Remote: "origin"}},
	}
	got := map[string][]engine.Clone{}
	for _, target := range targetsOf(s, nil, nil) {
		if target.CloneOf != nil {
			got[target.ID] = target.CloneOf
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("clones (-want +got):\n%s", diff)
	}
}
