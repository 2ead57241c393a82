package host

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/assize/assize/collectors"
)

// A cache keeps the result of the package manager's simulation on this machine: it takes seconds, and its
// answer hangs on files alone (the lists, the status, the configuration, the program). Their names, sizes and
// times are the key. It is kept for this machine only: of another one the files cannot be seen in time.
type cache struct {
	root string // where the files lie; "" but in tests
	file string // "" without a cache
	as   string // who asks: what one user may read is not what another may
	key  string
	text string
	hit  bool
}

// cached is the file's form.
type cached struct {
	Key  string `json:"key"`
	Text string `json:"text"`
}

// maxCached bounds the file in bytes.
const maxCached = 8 << 20

func (c Collector) openCache(t collectors.Target, o options) *cache {
	if c.config.CacheDir == "" || t.Scheme != "host" {
		return &cache{}
	}
	out := &cache{as: fmt.Sprintf("%d %t", os.Geteuid(), o.sudo)}
	out.file = filepath.Join(c.config.CacheDir, "updates.json")
	out.key = out.now()
	out.load()
	return out
}

// known says whether the simulation can be left out.
func (c *cache) known() bool { return c.hit }

// load takes what is kept, when it is this user's own, closed to others, and for the same files.
func (c *cache) load() {
	f, err := os.OpenFile(c.file, os.O_RDONLY|syscall.O_NOFOLLOW, 0)
	if err != nil || c.key == "" {
		return
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Mode().Perm()&0o077 != 0 || info.Size() > maxCached {
		return
	}
	if owner, ok := info.Sys().(*syscall.Stat_t); !ok || int(owner.Uid) != os.Geteuid() {
		return
	}
	text, err := io.ReadAll(io.LimitReader(f, maxCached))
	var kept cached
	if err != nil || json.Unmarshal(text, &kept) != nil || kept.Key != c.key {
		return
	}
	c.text, c.hit = kept.Text, true
}

// exchange puts what is kept into the reading, or keeps what the reading brought. A cache that cannot be
// written costs the next visit some seconds and is no error.
func (c *cache) exchange(r *reading) {
	s := r.sections["updates"]
	if c.file == "" || s == nil {
		return
	}
	if c.hit {
		if s.state == "cached" {
			s.state, s.text = "0", c.text
		}
		return
	}
	if s.state != "0" || s.truncated || c.key == "" || c.key != c.now() {
		return
	}
	text, err := json.Marshal(cached{c.key, s.text})
	if err == nil {
		_ = c.store(text)
	}
}

func (c *cache) store(text []byte) error {
	if err := os.MkdirAll(filepath.Dir(c.file), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(c.file), "updates-*") // made with mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(text); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), c.file)
}

// now makes the key of the files as they are; "" when one of them cannot be looked at.
func (c *cache) now() string {
	sum := sha256.New()
	fmt.Fprintln(sum, "2", c.as)
	for _, path := range []string{
		"/var/lib/dpkg/status", "/var/lib/dpkg/arch", "/var/lib/apt/extended_states", "/usr/bin/apt-get", "/etc/machine-id",
	} {
		if err := c.note(sum, c.root+path); err != nil {
			return ""
		}
	}
	for _, folder := range []string{"/var/lib/apt/lists", "/etc/apt", "/usr/share/keyrings"} {
		err := filepath.WalkDir(c.root+folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				if d != nil && d.IsDir() && d.Name() == "partial" || os.IsNotExist(err) && path == c.root+folder {
					return fs.SkipDir
				}
				return err
			}
			if d.IsDir() && d.Name() == "partial" {
				return fs.SkipDir
			}
			return c.note(sum, path)
		})
		if err != nil {
			return ""
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// note adds one file's name, mode, size and times to the key; a change time cannot be set back by hand.
func (c *cache) note(sum hash.Hash, path string) error {
	info, err := os.Stat(path)
	if os.IsNotExist(err) {
		fmt.Fprintln(sum, path, "absent")
		return nil
	}
	if err != nil {
		return err
	}
	changed := int64(0)
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		changed = s.Ctim.Nano()
	}
	fmt.Fprintln(sum, path, info.Mode(), info.Size(), info.ModTime().UnixNano(), changed)
	return nil
}
