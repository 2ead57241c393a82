package git

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/assize/assize/collectors/collectortest"
	kinds "github.com/assize/assize/collectors/kinds/git"
)

const mitText = `MIT License

Copyright (c) 2026 Acme

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction ... The above copyright notice and
this permission notice shall be included in all copies or substantial portions of the Software.
`

const elfText = "\x7fELF\x02\x01\x01"

func TestConformance(t *testing.T) {
	c := newCheckout(t)
	c.commit(map[string]string{"README.md": "# tool\n", "LICENSE": mitText, "go.mod": "module x\n"})
	collectortest.Run(t, New(), targetOf(c.dir, nil))
}

func TestRepositoryFacts(t *testing.T) {
	c := newCheckout(t)
	c.git("remote", "add", "origin", "https://robot:hunter2@Git.Example.org:443/acme/tool.git")
	c.git("remote", "add", "backup", "git@backup.example.org:acme/tool.git")
	c.commit(map[string]string{
		"LICENSE": mitText, ".github/SECURITY.md": "Write to security@example.org.\n", "README.md": "# tool\n",
		"CODEOWNERS": "* @acme/core\n/docs ada@example.org\n/x not-an-owner\n", "CHANGELOG.md": "-\n",
		"go.mod": "module x\nrequire example.org/y v1.0.0\n", "go.sum": "", "web/package.json": `{"dependencies":{"a":"1"}}`,
		".github/dependabot.yml": "version: 2\nupdates:\n- package-ecosystem: gomod\n- package-ecosystem: github-actions\n",
		".gitignore":             "*.log\n.env*\n!.env.example\n", "tool": elfText + strings.Repeat("\x00", 60),
		".pre-commit-config.yaml": "repos: []\n", "keys/id_ed25519": "not one\n", "big.csv": strings.Repeat("1,2,3,4\n", 700_000),
	})
	// None of these is in the index, so none may show.
	c.write("id_rsa", "secret")
	c.write("LICENSE", "changed in the work tree only")
	s := visited(t, c.dir)
	if got, want := s.Targets[0].ID, "git:git.example.org/acme/tool"; got != want {
		t.Errorf("target %q, want %q", got, want)
	}
	got := factsOf[kinds.Repository](t, s, "git.repository", ".")
	text := func(s string) *string { return &s }
	head := strings.TrimSpace(c.git("rev-parse", "HEAD"))
	want := kinds.Repository{
		Head: &head, Branch: text("main"),
		Remotes: map[string]kinds.Remote{
			"origin": {Host: "git.example.org", Path: "acme/tool", Scheme: "https", Credentials: true},
			"backup": {Host: "backup.example.org", Path: "acme/tool", Scheme: "ssh"},
		},
		Sources: []kinds.Source{
			{Remote: "origin", Place: "git.example.org/acme/tool"}, {Remote: "backup", Place: "backup.example.org/acme/tool"},
		},
		TrackedFiles: 14,
		License:      &kinds.License{Path: "LICENSE", SPDX: text("MIT")}, SecurityPolicy: &kinds.SecurityPolicy{Path: ".github/SECURITY.md", HasContact: true},
		Codeowners: &kinds.Codeowners{Path: "CODEOWNERS", Rules: 2, Default: true, Invalid: []int{3}},
		Readme:     text("README.md"), Changelog: text("CHANGELOG.md"),
		Manifests: map[string]kinds.Manifest{
			"go.mod":           {Ecosystem: "go", Lockfile: text("go.sum"), NeedsLockfile: true},
			"web/package.json": {Ecosystem: "npm", NeedsLockfile: true},
		},
		DependencyUpdater: &kinds.DependencyUpdater{Tool: "dependabot", Path: ".github/dependabot.yml", Ecosystems: []string{"github-actions", "go"}},
		Binaries:          []kinds.Binary{{Path: "tool", Format: "elf", Bytes: 67}},
		LargeFiles:        []kinds.LargeFile{{Path: "big.csv", Bytes: 5_600_000}},
		SensitiveFiles:    []string{"keys/id_ed25519"},
		Commits:           kinds.Commits{Sampled: 1, Unsigned: []string{head}, NewestAt: text("2026-11-01T10:00:00Z"), Authors: 1},
		IgnoresEnv:        true, PreCommit: true,
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("facts differ (-want +got):\n%s", diff)
	}
	for _, r := range s.Resources {
		if strings.Contains(string(r.JSON), "hunter2") {
			t.Error("the remote's password is in the snapshot")
		}
	}
}
