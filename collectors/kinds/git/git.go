// Package git holds the kinds of a git checkout: one struct per kind, whose fields are its facts.
//
// The collector git fills them from the index and the objects of a local checkout. Every field is always
// present; what could not be read is left out and named by a gap. No fact holds a secret: a secret that was
// found is its rule, its place and a fingerprint.
package git

import "github.com/assize/assize/collectors"

// Kinds lists the family.
func Kinds() []collectors.Kind {
	return []collectors.Kind{
		{Name: "git.repository", Title: "Repository", Facts: Repository{}},
		{Name: "git.dockerfile", Title: "Dockerfile", Facts: Dockerfile{}},
		{Name: "git.secrets", Title: "Committed secrets", Facts: Secrets{}},
	}
}

// Repository is the checkout as a whole, at the commit of HEAD and the files of the index.
type Repository struct {
	// Head is the commit of HEAD, or null in a repository without one.
	Head   *string `json:"head"`
	Branch *string `json:"branch"`
	// Remotes are the remotes' URLs by name, without user names and passwords.
	Remotes map[string]Remote `json:"remotes"`
	// Sources are the repositories on servers that it is a clone of, one for each server, in the order of their remotes: that
	// which the branch follows, origin, the others by name.
	Sources []Source `json:"sources"`
	// TrackedFiles counts the files in the index.
	TrackedFiles int `json:"tracked_files"`
	// License, SecurityPolicy, Codeowners, Readme, Contributing, Changelog are null when there is none.
	License        *License        `json:"license"`
	SecurityPolicy *SecurityPolicy `json:"security_policy"`
	Codeowners     *Codeowners     `json:"codeowners"`
	Readme         *string         `json:"readme"`
	Contributing   *string         `json:"contributing"`
	Changelog      *string         `json:"changelog"`
	// Manifests are the dependency manifests by path.
	Manifests map[string]Manifest `json:"manifests"`
	// DependencyUpdater is null when neither Dependabot nor Renovate is configured.
	DependencyUpdater *DependencyUpdater `json:"dependency_updater"`
	// Binaries are the executable binaries among the tracked files.
	Binaries []Binary `json:"binaries"`
	// LargeFiles are the tracked files beyond 5 MiB that Git LFS does not keep.
	LargeFiles []LargeFile `json:"large_files"`
	// SensitiveFiles are tracked files whose names say that they hold credentials, for example ".env" or "id_rsa".
	SensitiveFiles []string `json:"sensitive_files"`
	// Submodules are by path.
	Submodules map[string]Submodule `json:"submodules"`
	Commits    Commits              `json:"commits"`
	// IgnoresEnv is true when a .gitignore keeps .env files out.
	IgnoresEnv bool `json:"ignores_env"`
	// PreCommit is true when a .pre-commit-config.yaml, lefthook or husky configuration is tracked.
	PreCommit bool `json:"pre_commit"`
}

// Remote is where the repository is pushed.
type Remote struct {
	Host   string `json:"host"`
	Path   string `json:"path"`
	Scheme string `json:"scheme"` // "https", "ssh", "git", "http", "file"
	// Credentials is true when the URL holds a password or token.
	Credentials bool `json:"credentials"`
}

// Source is where git fetches a remote from, by the url.*.insteadOf of the checkout and of the user who audits it.
type Source struct {
	Remote string `json:"remote"`
	// Place is the server and the path on it, for example "github.com/acme/web".
	Place string `json:"place"`
}

// License is the licence file. SPDX is its identifier, or null when the text is not a known one.
type License struct {
	Path string  `json:"path"`
	SPDX *string `json:"spdx"`
}

// SecurityPolicy is the SECURITY file. HasContact is true when it names an address, a link or a form.
type SecurityPolicy struct {
	Path       string `json:"path"`
	HasContact bool   `json:"has_contact"`
}

// Codeowners is the CODEOWNERS file.
type Codeowners struct {
	Path  string `json:"path"`
	Rules int    `json:"rules"`
	// Default is true when a rule covers everything.
	Default bool `json:"default"`
	// Invalid are the line numbers that do not parse.
	Invalid []int `json:"invalid"`
}

// Manifest is one dependency manifest. Ecosystem is "npm", "go", "pip", "cargo", "maven", "gradle",
// "composer", "bundler", "nuget", "terraform", ….
type Manifest struct {
	Ecosystem string `json:"ecosystem"`
	// Lockfile is the tracked lock file beside or above it, or null.
	Lockfile *string `json:"lockfile"`
	// NeedsLockfile is true when the ecosystem has lock files and the manifest has dependencies.
	NeedsLockfile bool `json:"needs_lockfile"`
}

// DependencyUpdater is the configured updater. Tool is "dependabot" or "renovate".
type DependencyUpdater struct {
	Tool string `json:"tool"`
	Path string `json:"path"`
	// Ecosystems are those it covers, in the words of Manifest.Ecosystem and "github-actions", "docker";
	// Renovate covers all, which is written "*".
	Ecosystems []string `json:"ecosystems"`
}

// Binary is one executable or library. Format is "elf", "pe", "mach-o", "java-class", "wasm", "archive".
type Binary struct {
	Path   string `json:"path"`
	Format string `json:"format"`
	Bytes  int    `json:"bytes"`
}

// LargeFile is one file that is too big for git.
type LargeFile struct {
	Path  string `json:"path"`
	Bytes int    `json:"bytes"`
}

// Submodule is another repository inside this one. URL has no user name and password.
type Submodule struct {
	URL    string `json:"url"`
	Commit string `json:"commit"`
}

// Commits is a sample: the newest on HEAD's first-parent line, at most 100.
type Commits struct {
	Sampled int `json:"sampled"`
	// Signed counts those that carry a signature, by format: "gpg", "ssh", "x509". It is not verified.
	Signed map[string]int `json:"signed"`
	// Unsigned are the full ids of the others.
	Unsigned []string `json:"unsigned"`
	// NewestAt is the committer time of the newest, or null when there is none.
	NewestAt *string `json:"newest_at"`
	// Authors counts different author addresses in the sample.
	Authors int `json:"authors"`
}

// Dockerfile is one container build file. Source: Dockerfile reference.
type Dockerfile struct {
	Path string `json:"path"`
	// BaseImages are the FROM lines that name an image and not an earlier stage or scratch.
	BaseImages []BaseImage `json:"base_images"`
	// User is the last USER of the final stage, or of the stages that it builds on, or null when there is none.
	User *string `json:"user"`
	// RemoteAdds are the ADD lines that fetch a URL without a checksum.
	RemoteAdds []Line `json:"remote_adds"`
	// PipedDownloads are the RUN lines that pipe a download into a shell or interpreter.
	PipedDownloads []Line `json:"piped_downloads"`
	// SecretVariables are the names of ENV and ARG that look like secrets and have a value.
	SecretVariables []Line `json:"secret_variables"`
	Healthcheck     bool   `json:"healthcheck"`
}

// BaseImage is one FROM line, with the defaults of build arguments put in; an argument without a default stands
// as it is written. Tag and Digest are null when not written.
type BaseImage struct {
	Image  string  `json:"image"`
	Tag    *string `json:"tag"`
	Digest *string `json:"digest"`
	Line   int     `json:"line"`
}

// Line is a place in a file and what stands there, secrets struck out.
type Line struct {
	Text string `json:"text"`
	Line int    `json:"line"`
}

// Secrets are the secrets found in the tracked files at HEAD's index.
type Secrets struct {
	// Scanner names the detector and its version; Rules counts its rules.
	Scanner string `json:"scanner"`
	Rules   int    `json:"rules"`
	// FilesScanned counts the files that were read; Skipped are those that were not, with the reason.
	FilesScanned int           `json:"files_scanned"`
	Skipped      []SkippedFile `json:"skipped"`
	Found        []Secret      `json:"found"`
}

// SkippedFile is one that the detector did not read.
type SkippedFile struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

// Secret is one hit. Fingerprint is a hash of rule, path and the secret's own hash: it tells two secrets apart
// and gives neither away. Redacted shows the first characters at most.
type Secret struct {
	Rule        string `json:"rule"`
	Description string `json:"description"`
	Path        string `json:"path"`
	Line        int    `json:"line"`
	Redacted    string `json:"redacted"`
	Fingerprint string `json:"fingerprint"`
}
