package github

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// manifest is how the manifest of an app calls the permissions that GitHub's pages name otherwise. Source: GitHub Docs, Permissions
// required for GitHub Apps.
var manifest = map[string]string{
	"repository Code scanning alerts": "security_events", "repository Dependabot alerts": "vulnerability_alerts", "repository Commit statuses": "statuses",
	"repository Webhooks": "repository_hooks", "organisation Webhooks": "organization_hooks", "organisation Members": "members",
	"organisation Organization dependabot secrets": "organization_dependabot_secrets",
}

// TestPermissionsOfApp: an app with the permissions that doctor prints may read all that any endpoint takes.
func TestPermissionsOfApp(t *testing.T) {
	text, err := New(Config{}).Permissions(target("acme"))
	if err != nil {
		t.Fatal(err)
	}
	var printed struct {
		Permissions map[string]string `json:"default_permissions"`
	}
	if err := json.Unmarshal(text, &printed); err != nil {
		t.Fatal(err)
	}
	form := regexp.MustCompile(`(repository|organisation) permissions? ([A-Z][^:;(]*): read`)
	texts := []string{needsChanges}
	for _, e := range endpoints {
		texts = append(texts, e.needs)
	}
	found := map[string]bool{}
	for _, needs := range texts {
		for _, match := range form.FindAllStringSubmatch(needs, -1) {
			for _, name := range regexp.MustCompile(`, | and `).Split(match[2], -1) {
				key := manifest[match[1]+" "+name]
				if key == "" {
					key = strings.ToLower(strings.ReplaceAll(name, " ", "_"))
					if match[1] == "organisation" {
						key = "organization_" + strings.ReplaceAll(key, "-", "_")
					}
				}
				found[key] = true
				if printed.Permissions[key] != "read" {
					t.Errorf("%q takes %s, which is not printed", needs, key)
				}
			}
		}
	}
	if len(found) < 15 {
		t.Errorf("only %v was found", sortedKeys(found))
	}
}
