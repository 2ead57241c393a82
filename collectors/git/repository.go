package git

import (
	"context"
	"path"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/git"
	"github.com/assize/assize/collectors/kinds/git/document"
)

// repository tells the resource of the checkout as a whole.
func (v *visit) repository(ctx context.Context) error {
	commits, gaps, err := v.commits(ctx, v.head)
	if err != nil {
		return err
	}
	facts := kinds.Repository{
		Head: &v.head, Branch: v.branch, Remotes: v.remotes, Sources: v.sources, TrackedFiles: v.tracked(),
		Readme: v.document("readme"), Contributing: v.document("contributing"), Changelog: v.document("changelog", "changes", "history", "news"),
		Binaries: v.binaries(), LargeFiles: v.largeFiles(), SensitiveFiles: v.sensitiveFiles(), Commits: commits,
		PreCommit: v.preCommit(),
	}
	note := func(gap *collectors.Gap, elements ...any) {
		if gap != nil {
			gaps = append(gaps, at(gap, elements...))
		}
	}
	var gap *collectors.Gap
	facts.License, gap = v.license()
	note(gap, "license", "spdx")
	facts.SecurityPolicy, gap = v.securityPolicy()
	note(gap, "security_policy", "has_contact")
	var manifestGaps []collectors.Gap
	facts.Manifests, manifestGaps = v.manifests()
	gaps = append(gaps, manifestGaps...)
	facts.DependencyUpdater, gap = v.dependencyUpdater()
	note(gap, "dependency_updater", "ecosystems")
	facts.IgnoresEnv, gap = v.ignoresEnv()
	note(gap, "ignores_env")
	facts.Submodules, gap, err = v.submodules(ctx)
	if err != nil {
		return err
	}
	note(gap, "submodules")
	facts.Codeowners, gap = v.codeowners()
	for _, fact := range []string{"rules", "default", "invalid"} {
		note(gap, "codeowners", fact)
	}
	if lost := v.missing(); lost != nil {
		note(lost, "binaries")
		note(lost, "large_files")
	}
	_, name := identity(v.runner.top, v.remotes)
	return v.sink.Resource(collectors.Head{Kind: "git.repository", ID: ".", Name: name}, facts, gaps...)
}

func (v *visit) tracked() int {
	n := 0
	for _, e := range v.files.entries {
		if e.mode != modeSubmodule {
			n++
		}
	}
	return n
}

// find returns the first tracked file of the given stems (lower case, without ending) in the folders.
func (v *visit) find(folders []string, stems ...string) (entry, bool) {
	for _, folder := range folders {
		for _, stem := range stems {
			for _, e := range v.files.entries {
				base, inside := strings.CutPrefix(e.path, folder)
				if inside && e.regular() && !strings.Contains(base, "/") && document.HasStem(base, stem) {
					return e, true
				}
			}
		}
	}
	return entry{}, false
}

func (v *visit) document(stems ...string) *string {
	e, found := v.find([]string{"", ".github/", "docs/"}, stems...)
	if !found {
		return nil
	}
	return &e.text
}

func (v *visit) securityPolicy() (*kinds.SecurityPolicy, *collectors.Gap) {
	e, found := v.find(document.CommunityFolders[:], "security")
	if !found {
		return nil, nil
	}
	text, gap := v.text(e)
	return &kinds.SecurityPolicy{Path: e.text, HasContact: document.HasContact(text)}, gap
}

// preCommit says whether a hook manager's configuration is tracked.
func (v *visit) preCommit() bool {
	for _, e := range v.files.entries {
		switch e.path {
		case ".pre-commit-config.yaml", ".pre-commit-config.yml", "lefthook.yml", "lefthook.yaml", ".lefthook.yml", ".lefthook.yaml",
			"lefthook.toml", "lefthook.json", ".huskyrc", ".huskyrc.json", ".huskyrc.js":
			return true
		}
		if strings.HasPrefix(e.path, ".husky/") {
			return true
		}
	}
	return false
}

// sensitiveNames are names of files that hold credentials, and sensitiveEndings their endings.
const (
	sensitiveNames = " .env id_rsa id_dsa id_ecdsa id_ed25519 id_ecdsa_sk id_ed25519_sk .netrc _netrc .pgpass .my.cnf .htpasswd " +
		".git-credentials .pypirc .dockercfg .s3cfg .boto .vault_pass .vault-token master.key credentials.json " +
		"service-account.json .bash_history .zsh_history .mysql_history .psql_history terraform.tfstate kubeconfig shadow "
	sensitiveEndings = " .key .ppk .p12 .pfx .jks .keystore .kdbx .kdb .agilekeychain .tfstate .ovpn .pkcs12 .keytab "
	harmlessEndings  = " .example .sample .template .dist .defaults .default .tmpl .tpl .schema .vault .enc .age .sops .gpg .md .pub "
)

func (v *visit) sensitiveFiles() []string {
	var out []string
	for _, e := range v.files.entries {
		if e.regular() && sensitive(e.path) {
			out = append(out, e.text)
		}
	}
	return out
}

// sensitive says whether a file's name says that it holds credentials.
func sensitive(p string) bool {
	base := strings.ToLower(path.Base(p))
	ending := path.Ext(base)
	listed := func(list, word string) bool { return word != "" && strings.Contains(list, " "+word+" ") }
	switch {
	case listed(harmlessEndings, ending):
		return false
	case listed(sensitiveNames, base), listed(sensitiveEndings, ending), strings.HasPrefix(base, ".env."):
		return true
	}
	return strings.HasSuffix(p, ".aws/credentials") || strings.HasSuffix(p, ".docker/config.json") || strings.HasSuffix(p, ".kube/config")
}

// ignoresEnv evaluates the top .gitignore for a file called ".env": the last pattern that matches decides.
// Source: gitignore(5).
func (v *visit) ignoresEnv() (bool, *collectors.Gap) {
	e, found := v.files.first(".gitignore")
	if !found {
		return false, nil
	}
	text, gap := v.text(e)
	return ignores(string(text), ".env"), gap
}

// ignores says whether a .gitignore's text ignores the file called name beside it.
func ignores(text, name string) bool {
	ignored := false
	for line := range strings.Lines(text) {
		pattern := strings.TrimRight(line, " \t\r\n")
		if pattern == "" || strings.HasPrefix(pattern, "#") || strings.HasSuffix(pattern, "/") {
			continue // a pattern that ends with a slash means folders
		}
		pattern, negated := strings.CutPrefix(pattern, "!")
		for strings.HasPrefix(pattern, "**/") {
			pattern = strings.TrimPrefix(pattern, "**/")
		}
		pattern = strings.TrimPrefix(pattern, "/")
		if matched, err := path.Match(pattern, name); err == nil && matched {
			ignored = !negated
		}
	}
	return ignored
}

// submodules joins the gitlinks of the index with what .gitmodules says of them.
func (v *visit) submodules(ctx context.Context) (map[string]kinds.Submodule, *collectors.Gap, error) {
	links := map[string]kinds.Submodule{}
	for _, e := range v.files.entries {
		if e.mode == modeSubmodule {
			links[e.text] = kinds.Submodule{Commit: e.object}
		}
	}
	file, found := v.files.first(".gitmodules")
	if len(links) == 0 || !found {
		return links, nil, nil
	}
	if _, gap := v.text(file); gap != nil {
		return links, gap, nil
	}
	out, err := v.runner.output(ctx, nil, "config", "--no-includes", "--blob", file.object, "-z", "--get-regexp", `^submodule\..*\.(path|url)$`)
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	if err != nil && !silent(err) {
		return links, &collectors.Gap{Cause: collectors.Failed, Detail: ".gitmodules does not parse: " + err.Error(), Needs: "a .gitmodules that git can read",
			Call: "git config --blob"}, nil
	}
	paths, urls := map[string]string{}, map[string]string{}
	for _, s := range parseConfig(out) {
		name := strings.TrimPrefix(s.key, "submodule.")
		if section, ok := strings.CutSuffix(name, ".path"); ok {
			paths[section] = pathText([]byte(s.value))
		} else if section, ok := strings.CutSuffix(name, ".url"); ok {
			urls[section] = s.value
		}
	}
	for section, p := range paths {
		if link, ok := links[p]; ok {
			link.URL = plainURL(urls[section])
			links[p] = link
		}
	}
	return links, nil, nil
}

// plainURL writes a URL without its user and password.
func plainURL(text string) string {
	if text == "" || strings.HasPrefix(text, ".") || strings.HasPrefix(text, "/") {
		return kinds.Plain(text) // relative to the remote, or a folder
	}
	remote := kinds.ParseRemote(text)
	if remote.Host == "" {
		return remote.Scheme + "://" + remote.Path
	}
	return remote.Scheme + "://" + remote.Host + "/" + remote.Path
}
