package git

import (
	"bytes"
	"encoding/binary"
	"path"
	"strings"

	kinds "github.com/assize/assize/collectors/kinds/git"
)

// largeFile is the size beyond which a file does not belong into git, in bytes.
const largeFile = 5 << 20

// executableFormat recognises a program or library by its first bytes; "" for anything else. Sources: elf(5),
// the PE format specification, Apple's mach-o/loader.h and fat.h, the Java virtual machine specification §4.1,
// the WebAssembly core specification §5.5.
func executableFormat(data []byte) string {
	switch {
	case len(data) < 8:
		return ""
	case bytes.HasPrefix(data, []byte("\x7fELF")):
		return "elf"
	case bytes.HasPrefix(data, []byte("\x00asm")):
		return "wasm"
	case bytes.HasPrefix(data, []byte("!<arch>\n")), bytes.HasPrefix(data, []byte("\xed\xab\xee\xdb")):
		return "archive"
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return "zip" // a program only under some names: see programArchive
	case bytes.HasPrefix(data, []byte("MZ")):
		if len(data) >= 64 {
			if at := binary.LittleEndian.Uint32(data[60:]); at >= 64 && at < 1<<16 {
				return "pe"
			}
		}
		return ""
	}
	switch binary.BigEndian.Uint32(data) {
	case 0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe:
		return "mach-o"
	case 0xcafebabe: // followed by a count of architectures, or by the version of a class file, which began at 45
		if binary.BigEndian.Uint32(data[4:]) < 45 {
			return "mach-o"
		}
		return "java-class"
	}
	return ""
}

// programArchives are the endings of zip archives that a machine runs or links.
const programArchives = " .jar .war .ear .aar .apk .aab .ipa .whl .egg .nupkg .xpi .crx .vsix .pyz .xap "

// isText says whether data looks like text, by git's own measure: no NUL among the first 8000 bytes.
func isText(data []byte) bool { return bytes.IndexByte(data[:min(len(data), 8000)], 0) < 0 }

// binaries lists the executable files, in the order of their paths.
func (v *visit) binaries() []kinds.Binary {
	var out []kinds.Binary
	for _, e := range v.files.entries {
		format := v.formats[e.object]
		if format == "zip" {
			format = ""
			if strings.Contains(programArchives, " "+strings.ToLower(path.Ext(e.path))+" ") {
				format = "archive"
			}
		}
		if format != "" && e.regular() {
			out = append(out, kinds.Binary{Path: e.text, Format: format, Bytes: v.sizes[e.object]})
		}
	}
	return out
}

// largeFiles lists the files beyond the limit. What Git LFS keeps is a pointer of some 130 bytes here.
func (v *visit) largeFiles() []kinds.LargeFile {
	var out []kinds.LargeFile
	for _, e := range v.files.entries {
		if size := v.sizes[e.object]; size > largeFile && e.regular() {
			out = append(out, kinds.LargeFile{Path: e.text, Bytes: size})
		}
	}
	return out
}
