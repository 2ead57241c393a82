package githubtest

import "fmt"

// A Release is one of a repository, with the names of its files.
type Release struct {
	Tag, At           string
	Draft, Prerelease bool
	Assets            []string
}

// Releases sets the releases of a repository, the newest first.
func (s *Server) Releases(full string, releases ...Release) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.releases[full] = releases
}

// SignOn sets who is known to the organisation's identity provider; nil is that it has none. Above are the enterprises that the token's
// owner belongs to, in GraphQL.
func (s *Server) SignOn(linked []string, above ...Object) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.linked, s.enterprises = linked, nil
	for _, e := range above {
		s.enterprises = append(s.enterprises, e)
	}
}

// Above is an enterprise above the organisation acme. Shown is what of it is shown to its owners alone, nil to others.
func Above(shown any) Object {
	return Object{"__typename": "Enterprise", "ownerInfo": shown, "organizations": connection{Object{"__typename": "Organization", "login": "acme"}}}
}

// Provider is one of an enterprise, of a type of GraphQL's.
func Provider(kind string) Object { return Object{"__typename": kind, "id": "P_1"} }

// enterprise sets what an organisation of GitHub Enterprise Cloud has besides.
func (s *Server) enterprise() {
	event := func(actor string, at int64) Object {
		return edited(first(s.Example("/orgs/{org}/audit-log")), Object{"actor": actor, "@timestamp": at, "created_at": at, "org": "acme"})
	}
	// In milliseconds, the newest first: 1 March, 1 February and 1 January of 2025.
	s.Set("/orgs/acme/audit-log", []any{event("ada", 1740787200000), event("Ben", 1738368000000), event("ada", 1735689600000), event("oli", 1735689600000)})
	s.Set("/orgs/acme/credential-authorizations", s.Example("/orgs/{org}/credential-authorizations"))
	s.SignOn([]string{"ada", "ben", "cem"})
	s.Releases("acme/good", Release{Tag: "v2.0.0", At: "2025-04-01T10:00:00Z", Assets: []string{"good.tar.gz", "good.tar.gz.sig", "good.spdx.json"}},
		Release{Tag: "v1.0.0", At: "2025-01-01T10:00:00Z", Prerelease: true, Assets: []string{"good.tar.gz"}}, Release{Tag: "next", Draft: true})
	s.Releases("acme/bad", Release{Tag: "v1", At: "2025-04-01T10:00:00Z", Assets: []string{"bad.zip"}})
}

// organizationGraph is the organisation in GraphQL. The lock is held.
func (s *Server) organizationGraph() Object {
	out := Object{"__typename": "Organization", "login": "acme", "viewerCanAdminister": !s.Reader, "samlIdentityProvider": nil}
	if s.linked == nil || s.Reader {
		return out
	}
	out["samlIdentityProvider"] = Object{"__typename": "OrganizationIdentityProvider", "id": "IP_1", "externalIdentities": resolver(func(a Object) any {
		from := 0
		_, _ = fmt.Sscan(fmt.Sprint(a["after"]), &from) // a first page has none
		end := min(from+2, len(s.linked))               // pages of two
		nodes := []any{}
		for _, login := range s.linked[from:end] {
			nodes = append(nodes, Object{"__typename": "ExternalIdentity", "user": actor("User", login)})
		}
		page := Object{"__typename": "PageInfo", "hasNextPage": end < len(s.linked), "endCursor": fmt.Sprint(end)}
		return Object{"__typename": "ExternalIdentityConnection", "nodes": nodes, "pageInfo": page}
	})}
	return out
}

// releaseNodes are releases as GraphQL has them. The lock is held.
func (s *Server) releaseNodes(full string) connection {
	out := connection{}
	for _, r := range s.releases[full] {
		assets := connection{}
		for _, name := range r.Assets {
			assets = append(assets, Object{"__typename": "ReleaseAsset", "name": name})
		}
		at := any(r.At)
		if r.At == "" {
			at = nil
		}
		out = append(out, Object{"__typename": "Release", "tagName": r.Tag, "publishedAt": at, "isDraft": r.Draft, "isPrerelease": r.Prerelease, "releaseAssets": assets})
	}
	return out
}
