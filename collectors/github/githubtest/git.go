package githubtest

import (
	"bytes"
	"cmp"
	"crypto/sha1" // what git names its objects by
	"encoding/hex"
	"fmt"
	"maps"
	"net/http"
	"net/http/cgi"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// Git is what Instead calls a request of git's, which no description has.
const Git = "git"

// gitPath says whether a path is one of a repository for git.
func gitPath(path string) bool { return strings.Contains(path, ".git/") }

// Gits says how many requests of git's there were since the last Reset. They are none of the API, and count towards no limit.
func (s *Server) Gits() int { s.mu.Lock(); defer s.mu.Unlock(); return s.gits }

// git answers a request of git's by "git http-backend", from a repository that is made of the same files as the answers of the API.
func (s *Server) git(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.gits++
	s.mu.Unlock()
	if s.Instead != nil {
		if a := s.Instead(Git, r); a != nil {
			for name, value := range a.Header {
				w.Header().Set(name, value)
			}
			w.WriteHeader(a.Status)
			_, _ = w.Write([]byte(a.Body)) // the other side may be gone
			return
		}
	}
	user, password, _ := r.BasicAuth()
	if user != "x-access-token" || password != cmp.Or(s.Takes, Token) {
		w.Header().Set("WWW-Authenticate", `Basic realm="GitHub"`)
		http.Error(w, "Invalid username or token.", http.StatusUnauthorized)
		return
	}
	full, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), ".git/")
	program, err := exec.LookPath("git")
	made := s.bare(full)
	if made == nil || s.Bares == "" || err != nil {
		http.Error(w, "Repository not found.", http.StatusNotFound)
		return
	}
	if err := made(); err != nil {
		s.t.Errorf("make %s: %v", full, err)
	}
	handler := cgi.Handler{Path: program, Args: []string{"http-backend"}, Dir: s.Bares, Stderr: &bytes.Buffer{}, Env: append(bareEnv(),
		"GIT_PROJECT_ROOT="+s.Bares, "GIT_HTTP_EXPORT_ALL=1")}
	handler.ServeHTTP(w, r)
}

// bare returns what makes the repository for git once, nil where there is none.
func (s *Server) bare(full string) func() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	files, known := s.files[full]
	if !known {
		return nil
	}
	if s.bares[full] == nil {
		s.bares[full] = sync.OnceValue(func() error {
			folder := filepath.Join(s.Bares, filepath.FromSlash(full)+".git")
			if err := os.RemoveAll(folder); err != nil { // of the files before
				return err
			}
			program, err := exec.LookPath("git")
			if err != nil {
				return err
			}
			return makeBare(program, folder, files)
		})
	}
	return s.bares[full]
}

func bareEnv() []string {
	return []string{"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "HOME=/nonexistent", "LC_ALL=C"}
}

// makeBare makes a repository with one commit of the files on its branch main, or without any where there are no files.
func makeBare(program, folder string, files map[string]File) error {
	for _, name := range []string{"objects", "refs"} {
		if err := os.MkdirAll(filepath.Join(folder, name), 0o755); err != nil {
			return err
		}
	}
	for name, text := range map[string]string{
		"HEAD":   "ref: refs/heads/main\n",
		"config": "[core]\n\trepositoryformatversion = 0\n\tbare = true\n[uploadpack]\n\tallowFilter = true\n\tallowAnySHA1InWant = true\n",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	if files == nil {
		return nil
	}
	var stream bytes.Buffer
	fmt.Fprintf(&stream, "commit refs/heads/main\ncommitter %s\ndata %d\n%s", committer, len(message), message)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f := files[name]
		if f.Mode == link {
			fmt.Fprintf(&stream, "M %06o %s \"%s\"\n", link, f.Text, escaped(name))
			continue
		}
		fmt.Fprintf(&stream, "M %06o inline \"%s\"\ndata %d\n%s\n", f.mode(), escaped(name), f.size(), f.content())
	}
	cmd := exec.Command(program, "--git-dir="+folder, "fast-import", "--quiet")
	cmd.Env, cmd.Stdin = append(bareEnv(), "PATH="+os.Getenv("PATH")), &stream
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("git fast-import: %w: %s", err, out)
	}
	ref, err := os.ReadFile(filepath.Join(folder, "refs", "heads", "main"))
	if head := strings.TrimSpace(string(ref)); err != nil || head != commitOf(files) {
		return fmt.Errorf("git calls the commit %s, and the answers say %s: %w", head, commitOf(files), err)
	}
	return nil
}

// escaped is a path as fast-import takes it between quotes.
func escaped(name string) string {
	var b strings.Builder
	for _, c := range []byte(name) {
		if c < ' ' || c >= 0x7f || c == '"' || c == '\\' {
			fmt.Fprintf(&b, "\\%03o", c)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// What all commits are made of but their files.
const (
	committer = "Ada <ada@acme.example> 1743501600 +0000"
	message   = "all of it\n"
)

// commitOf is what git names the commit of the files by.
func commitOf(files map[string]File) string {
	tree := hex.EncodeToString(treeOf(files))
	text := "tree " + tree + "\nauthor " + committer + "\ncommitter " + committer + "\n\n" + message
	return hex.EncodeToString(object("commit", text))
}

// treeOf is what git names a folder by, in bytes.
func treeOf(files map[string]File) []byte {
	lines := map[string]string{} // by what git sorts them by
	folders := map[string]map[string]File{}
	for name, f := range files {
		head, rest, deeper := strings.Cut(name, "/")
		if !deeper {
			name, _ := hex.DecodeString(f.oid()) // which we made
			lines[head] = fmt.Sprintf("%o %s\x00%s", f.mode(), head, name)
			continue
		}
		if folders[head] == nil {
			folders[head] = map[string]File{}
		}
		folders[head][rest] = f
	}
	for head, inner := range folders {
		lines[head+"/"] = fmt.Sprintf("40000 %s\x00%s", head, treeOf(inner))
	}
	var text strings.Builder
	for _, key := range slices.Sorted(maps.Keys(lines)) {
		text.WriteString(lines[key])
	}
	return object("tree", text.String())
}

// object is what git names an object by, in bytes.
func object(kind, text string) []byte {
	h := sha1.New()
	fmt.Fprintf(h, "%s %d\x00%s", kind, len(text), text) // a hash never errs
	return h.Sum(nil)
}
