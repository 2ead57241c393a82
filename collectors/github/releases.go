package github

import (
	"context"
	"fmt"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/github"
)

func releasesEntry() entry {
	return entry{
		service: "releases", kinds: []string{"github.release_sample"}, calls: []string{graphqlOf}, repository: collectReleases, living: true,
	}
}

// releaseAssets is how many files of one release are looked at.
const releaseAssets = 50

// collectReleases reads the newest releases with the names of their files. A repository without any has no sample.
func collectReleases(ctx context.Context, v *visit, r *repository) error {
	const kind = "github.release_sample"
	g, err := v.graph(ctx, r, partReleases)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		v.unlisted(r, err, kind)
		return nil
	}
	list, _ := g.object.in("releases")
	nodes, ok := list.list("nodes")
	if err := g.err("releases"); err != nil || !ok {
		if err == nil {
			err = &fault{request: g.object.from, cause: collectors.Failed, detail: "the answer has no list of releases", needs: g.needs}
		}
		v.unlisted(r, err, kind)
		return nil
	}
	var p partial
	facts := kinds.ReleaseSample{Repository: r.full}
	for _, node := range nodes {
		o := node.read(&p)
		if must[bool](o, "releases", "isDraft") {
			continue // nobody has it
		}
		release, whole := releaseOf(o)
		facts.Releases = append(facts.Releases, release)
		if !whole {
			p.lost(&fault{request: o.from, cause: collectors.Truncated, detail: fmt.Sprintf("%d files of the release are looked at", releaseAssets), needs: g.needs},
				fmt.Sprintf("releases[%d].signatures", len(facts.Releases)-1), fmt.Sprintf("releases[%d].sboms", len(facts.Releases)-1))
		}
	}
	if len(nodes) == 0 {
		return nil
	}
	if p.misses("releases") {
		for _, gap := range p.gaps {
			if gap.Path == "releases" {
				p.gaps, facts.Releases = []collectors.Gap{gap}, nil
				break
			}
		}
	}
	return v.emit(collectors.Head{Kind: kind, ID: r.id, Name: r.full}, facts, p)
}

// releaseOf reads one release; whole is false when it has more files than are looked at.
func releaseOf(o object) (out kinds.Release, whole bool) {
	const path = "releases"
	out = kinds.Release{Tag: printable(must[string](o, path, "tagName")), PublishedAt: o.timeOrNull(path, "publishedAt"), Prerelease: must[bool](o, path, "isPrerelease")}
	assets, _ := o.in("releaseAssets")
	list, ok := assets.list("nodes")
	if !ok {
		o.lacks(path, "releaseAssets")
	}
	out.Assets = assets.number("totalCount")
	for _, asset := range list {
		name := printable(must[string](asset, path, "name"))
		switch {
		case signs(name):
			out.Signatures = append(out.Signatures, name)
		case listsParts(name):
			out.SBOMs = append(out.SBOMs, name)
		}
	}
	out.Signatures, out.SBOMs = sorted(out.Signatures), sorted(out.SBOMs)
	return out, out.Assets <= len(list)
}

// signs says whether a file is a signature or a provenance of others, by its name. Source: OpenSSF Scorecard, Signed-Releases.
func signs(name string) bool {
	name = strings.ToLower(name)
	for _, ending := range []string{".asc", ".minisig", ".sig", ".sign", ".sigstore", ".sigstore.json", ".intoto.jsonl", ".intoto.json", ".cosign.bundle"} {
		if strings.HasSuffix(name, ending) {
			return true
		}
	}
	return strings.Contains(name, "provenance") && strings.Contains(name, ".json")
}

// listsParts says whether a file is a list of what others are made of, by its name. Source: the file names that SPDX and CycloneDX
// recommend.
func listsParts(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, ".spdx") || strings.Contains(name, ".cdx.") || strings.Contains(name, "sbom") || strings.HasPrefix(name, "bom.")
}
