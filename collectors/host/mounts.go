package host

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/linux"
)

// A mounted is one line of /proc/self/mountinfo (proc_pid_mountinfo(5)).
type mounted struct {
	device, root, point, kind, source string
	options                           []string
}

func mountinfo(text string) []mounted {
	var out []mounted
	lines(text, func(_ int, line string) {
		first, second, ok := strings.Cut(line, " - ")
		f, s := strings.Fields(first), strings.Fields(second)
		if !ok || len(f) < 6 || len(s) < 2 {
			return
		}
		m := mounted{device: f[2], root: unoctal(f[3]), point: unoctal(f[4]), kind: s[0], source: unoctal(s[1])}
		m.options = strings.Split(f[5], ",")
		if len(s) > 2 {
			m.options = append(m.options, strings.Split(s[2], ",")...)
		}
		m.options = mountOptions(m.options)
		out = append(out, m)
	})
	return out
}

var octal = regexp.MustCompile(`\\[0-7]{3}`)

// unoctal undoes the escapes of /proc and fstab: \040 is a space.
func unoctal(text string) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	plain := octal.ReplaceAllStringFunc(text, func(code string) string {
		n, _ := strconv.ParseUint(code[1:], 8, 16)
		return string([]byte{byte(n)})
	})
	plain, _ = clean(plain)
	return plain
}

// mountOptions sorts mount options, strikes out secrets (a share's password), and drops doubles.
func mountOptions(list []string) []string {
	var out []string
	for _, option := range list {
		if option == "" {
			continue
		}
		if name, value, ok := strings.Cut(option, "="); ok {
			option = name + "=" + redactValue(name, value)
		}
		out = append(out, option)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func tellMounts(r *reading, e *emitter) {
	g := gaps{r: r}
	facts := linux.Mounts{Mounted: map[string]linux.Mount{}}
	list := mountinfo(g.text(at("mounted"), "/proc/self/mountinfo"))
	for _, m := range list { // the last on a point is the topmost
		facts.Mounted[m.point] = linux.Mount{Source: redact(m.source), Type: m.kind, Options: m.options}
	}
	facts.Fstab = fstab(g.text(at("fstab"), "/etc/fstab"))
	swaps := g.text(at("swap"), "/proc/swaps")
	if !r.offline {
		g.at(at("swap"), r.section("blocks").state, "/sys/class/block")
	}
	facts.Swap = swapAreas(swaps, blockDevices(r.section("blocks").text), list)
	e.one("linux.mounts", facts, g)
}

func fstab(text string) map[string]linux.Mount {
	out := map[string]linux.Mount{}
	lines(text, func(_ int, line string) {
		f := strings.Fields(line)
		if len(f) < 3 || strings.HasPrefix(f[0], "#") || f[2] == "swap" || f[1] == "none" {
			return
		}
		m := linux.Mount{Source: redact(unoctal(f[0])), Type: f[2]}
		if len(f) > 3 {
			m.Options = mountOptions(strings.Split(f[3], ","))
		}
		out[path.Clean(unoctal(f[1]))] = m
	})
	return out
}

// A block is one block device and the names of those that it stands on.
type block struct {
	number, name, uuid, label string
	below                     []string
}

// blockDevices reads lines of number|name|dm-uuid|dm-name|devices below.
func blockDevices(text string) map[string]block {
	out := map[string]block{}
	lines(text, func(_ int, line string) {
		f := strings.Split(line, "|")
		if len(f) == 5 {
			out[f[1]] = block{number: f[0], name: f[1], uuid: f[2], label: f[3], below: strings.Fields(f[4])}
		}
	})
	return out
}

// encrypted says whether a device is a dm-crypt mapping or stands on one; of several below it, all must.
func encrypted(blocks map[string]block, name string, depth int) bool {
	b, ok := blocks[name]
	if !ok || depth > 10 {
		return false
	}
	if strings.HasPrefix(b.uuid, "CRYPT-") {
		return true
	}
	for _, lower := range b.below {
		if !encrypted(blocks, lower, depth+1) {
			return false
		}
	}
	return len(b.below) > 0
}

// deviceName finds the kernel's name of the device behind a source or a number.
func deviceName(blocks map[string]block, source, number string) string {
	for _, name := range sortedKeys(blocks) {
		b := blocks[name]
		if number != "" && b.number == number || source == "/dev/"+name || b.label != "" && source == "/dev/mapper/"+b.label {
			return name
		}
	}
	return ""
}

func swapAreas(text string, blocks map[string]block, mounts []mounted) []linux.SwapArea {
	var out []linux.SwapArea
	lines(text, func(number int, line string) {
		f := strings.Fields(line)
		if number == 1 || len(f) < 2 {
			return
		}
		area := linux.SwapArea{Path: unoctal(f[0])}
		if f[1] == "file" {
			if m := mountOf(mounts, area.Path); m != nil {
				area.Encrypted = encrypted(blocks, deviceName(blocks, m.source, m.device), 0)
			}
		} else {
			name := deviceName(blocks, area.Path, "")
			area.Encrypted = strings.HasPrefix(name, "zram") || encrypted(blocks, name, 0)
		}
		out = append(out, area)
	})
	slices.SortFunc(out, func(a, b linux.SwapArea) int { return strings.Compare(a.Path, b.Path) })
	return out
}

// mountOf finds the file system that holds a path.
func mountOf(mounts []mounted, path string) *mounted {
	var best *mounted
	for i, m := range mounts {
		below := m.point == "/" || path == m.point || strings.HasPrefix(path, m.point+"/")
		if below && (best == nil || len(m.point) >= len(best.point)) {
			best = &mounts[i]
		}
	}
	return best
}

// stored are the types of file systems with storage behind them; the script asks df about the same.
var stored = map[string]bool{
	"ext2": true, "ext3": true, "ext4": true, "xfs": true, "btrfs": true, "zfs": true, "f2fs": true, "vfat": true,
	"jfs": true, "reiserfs": true, "bcachefs": true, "overlay": true, "ntfs3": true, "exfat": true,
}

func tellDisks(r *reading, e *emitter) {
	info := r.file("/proc/self/mountinfo")
	if info.state != "ok" {
		e.missing("linux.disk", info.state, info.path)
		return
	}
	blocks := blockDevices(r.section("blocks").text)
	space, inodes := r.section("df"), r.section("df.inodes")
	sizes, counts := diskFree(space.text), diskFree(inodes.text)
	list := mountinfo(info.text)
	told := map[string]bool{}
	for i, m := range list {
		whole := m.root == "/" || m.kind == "btrfs"
		if !stored[m.kind] || !whole || told[m.device] || covered(list[i+1:], m.point) {
			continue
		}
		told[m.device] = true
		g := gaps{r: r}
		facts := linux.Disk{MountPoint: m.point, Source: redact(m.source), Type: m.kind}
		g.at(at("encrypted"), r.section("blocks").state, "/sys/class/block")
		facts.Encrypted = encrypted(blocks, deviceName(blocks, m.source, m.device), 0)
		size, ok := sizes[m.point]
		facts.SizeKB, facts.UsedPercent = size.total, size.percent
		if !ok || size.percent < 0 {
			facts.UsedPercent = 0
			state := unreached(space.state, uid(r))
			g.at(at("used_percent"), state, "df "+m.point)
			if !ok {
				g.at(at("size_kb"), state, "df "+m.point)
			}
		}
		count, ok := counts[m.point]
		if !ok {
			g.at(at("inodes_percent"), unreached(inodes.state, uid(r)), "df -i "+m.point)
		} else if count.percent >= 0 {
			facts.InodesPercent = ptr(count.percent)
		}
		e.add(collectors.Head{Kind: "linux.disk", ID: m.point}, facts, g.list)
	}
}

// unreached says why df has no line: for anybody but root, a folder that may not be entered stood before it.
func unreached(state string, uid int) string {
	if uid != 0 && (state == "1" || good(state)) {
		return "denied"
	}
	if good(state) {
		return "error: df has no line on it"
	}
	return state
}

// covered says whether a later mount hides the point.
func covered(later []mounted, point string) bool {
	return slices.ContainsFunc(later, func(m mounted) bool { return m.point == point })
}

type free struct{ total, percent int }

var dfLine = regexp.MustCompile(`\s(\d+|-)\s+(\d+|-)\s+(-?\d+|-)\s+(\d+%|-)\s+(/.*)$`)

// diskFree reads df -P: by mount point the size and the percentage in use, -1 where it says "-".
func diskFree(text string) map[string]free {
	out := map[string]free{}
	lines(text, func(_ int, line string) {
		f := dfLine.FindStringSubmatch(line)
		if f == nil {
			return
		}
		percent := -1
		if n, err := strconv.Atoi(strings.TrimSuffix(f[4], "%")); err == nil {
			percent = n
		}
		total, _ := strconv.Atoi(f[1])
		out[f[5]] = free{total, percent}
	})
	return out
}
