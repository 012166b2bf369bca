package usage

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// ownStore matches modules that are named for an object store, where the library
// behind them is in another file.
var ownStore = regex.New(`(?i)^[./@].*/(?:aws-?)?(?:s3|gcs|azure-?blob|minio|cloudinary)(?:-?(?:blob|client|storage|service|provider))?$|^[\w.-]+/.*/(?:s3|s3blob|gcs|azblob|minio)$`)

// temporary matches what names a folder for temporary files.
var temporary = regex.New(`(?i)(?:^|[^a-z])te?mp(?:$|[^a-z]|dir|file|path|folder)|tmpdir|tempfile|mkdtemp|mkstemp|mkdirtemp|createtemp|temporarydirectory|namedtemporaryfile`)

// isTemporary reports whether a path is one of a temporary file: it says so, or a
// name in it comes from what makes such.
func (r *reading) isTemporary(f *program.Function, path program.Expression) bool {
	found := false
	r.within(path, func(x program.Expression) bool {
		switch x := x.(type) {
		case *program.Text:
			found = found || temporary.MatchString(x.Value)
		case *program.Name:
			found = found || temporary.MatchString(x.Name) || temporary.MatchString(f.Origin(x))
		case *program.Member:
			found = found || temporary.MatchString(x.Name) || temporary.MatchString(f.Origin(x))
		}
		return !found
	})
	return found
}

// onDisk turns a sign into one of a write to a disk, unless the path is temporary.
func onDisk(u use, sign *Sign, path program.Expression) {
	sign.Kind = UploadDisk
	if u.isTemporary(u.function, path) {
		sign.Kind = UploadTemp
	}
	sign.Detail = u.constantParts(u.function, path)
}

// multerKeeps looks at multer({dest}) and multer({storage}): without either it keeps
// files in memory (https://github.com/expressjs/multer#multeropts).
func multerKeeps(u use, sign *Sign) bool {
	if folder := u.keyword("dest"); folder != nil {
		onDisk(u, sign, folder)
		return true
	}
	if u.keyword("storage") == nil {
		sign.Detail = "memory"
	}
	return true
}

// multerFolder looks at multer.diskStorage({destination}).
func multerFolder(u use, sign *Sign) bool {
	folder := u.keyword("destination")
	if folder == nil {
		sign.Kind, sign.Detail = UploadTemp, "the folder of the system for temporary files"
		return true
	}
	if closure, ok := folder.(*program.Closure); ok && closure.Function != nil {
		sign.Detail = "a folder of the machine"
		for _, path := range u.callbackPaths(closure.Function) {
			onDisk(use{reading: u.reading, function: closure.Function}, sign, path)
		}
		return true
	}
	onDisk(u, sign, folder)
	return true
}

// callbackPaths returns what a destination function hands to its callback.
func (r *reading) callbackPaths(f *program.Function) (paths []program.Expression) {
	r.inside(f.Body, nil, func(x program.Expression) bool {
		if call, ok := x.(*program.Call); ok && len(call.Arguments) == 2 {
			if name, ok := call.Callee.(*program.Name); ok && len(f.Params) > 2 && name.Name == f.Params[2].Name {
				paths = append(paths, call.Arguments[1].Value)
			}
		}
		return true
	})
	return paths
}

// uploadFolder looks at formidable({uploadDir}): without it files go to the folder for
// temporary files (https://github.com/node-formidable/formidable#options).
func uploadFolder(u use, sign *Sign) bool {
	if folder := u.keyword("uploadDir"); folder != nil {
		onDisk(u, sign, folder)
	}
	return true
}

// koaBody looks at koaBody({multipart: true, formidable: {uploadDir}}).
func koaBody(u use, sign *Sign) bool {
	multipart := u.keyword("multipart")
	if multipart == nil {
		return false
	}
	if off, ok := truth(multipart); ok && !off {
		return false
	}
	if options, ok := u.keyword("formidable").(*program.Object); ok {
		if folder := entry(options, "uploadDir"); folder != nil {
			onDisk(u, sign, folder)
		}
	}
	return true
}

// s3Service looks at boto3.client("s3"): other services store no files.
func s3Service(u use, sign *Sign) bool {
	name := u.text(0)
	if name == "" {
		name, _ = u.function.Constant(u.keyword("service_name"))
	}
	return name == "s3"
}

// ofStorage looks at supabase.storage.from("avatars"): without storage it is a table.
func ofStorage(u use, _ *Sign) bool { return strings.Contains(u.origin, ".storage.from") }

// storageFolder looks at Django's FileSystemStorage(location=…).
func storageFolder(u use, sign *Sign) bool {
	folder := u.keyword("location")
	if folder == nil {
		folder = u.argument(0)
	}
	onDisk(u, sign, folder)
	return true
}

// savePath looks at SaveUploadedFile(file, path).
func savePath(u use, sign *Sign) bool {
	onDisk(u, sign, u.argument(1))
	return true
}

// upload is what is known of uploads in one function and the closures in it.
type upload struct {
	taken  bool
	source string // what takes them
	at     program.Span
	where  *program.Function
	writes []write
}

// write is a file that is written.
type write struct {
	f         *program.Function
	at        program.Span
	callee    string
	temporary bool
	detail    string
}

// outermost returns the function that a closure stands in, below the top level.
func outermost(f *program.Function) *program.Function {
	for f.Parent != nil && !f.Parent.Top {
		f = f.Parent
	}
	return f
}

func (r *reading) upload(f *program.Function) *upload {
	if r.uploads == nil {
		r.uploads = map[*program.Function]*upload{}
	}
	f = outermost(f)
	if r.uploads[f] == nil {
		r.uploads[f] = &upload{}
	}
	return r.uploads[f]
}

// diskWriters are calls that write a file, with the position of its path.
var diskWriters = map[family]map[string]int{
	script: {
		"fs.writeFile": 0, "fs.writeFileSync": 0, "fs.createWriteStream": 0, "fs.promises.writeFile": 0, "fs/promises.writeFile": 0,
		"fs-extra.writeFile": 0, "fs-extra.outputFile": 0, "fs-extra.createWriteStream": 0, "fs-extra.writeFileSync": 0, "Bun.write": 0,
		"fs.rename": 1, "fs.promises.rename": 1, "fs/promises.rename": 1, "fs.copyFile": 1, "fs.promises.copyFile": 1, "fs/promises.copyFile": 1, "fs.renameSync": 1, "fs.copyFileSync": 1,
		"fs-extra.move": 1, "fs-extra.copy": 1, "fs-extra.rename": 1,
	},
	python: {"open": 0, "aiofiles.open": 0, "pathlib.Path().open": -1, "pathlib.Path().write_bytes": -1, "anyio.open_file": 0},
	golang: {"os.Create": 0, "os.OpenFile": 0, "os.WriteFile": 0, "io/ioutil.WriteFile": 0, "os.Rename": 1},
}

// takers are what hands a program the files of a request, by the end of an origin.
var takers = regex.New(`(?:^|\.)(?:req|request|ctx\.request|c\.req|self\.request)\.(?:files?|FILES)(?:$|[.\[(])|\.(?:FormFile|MultipartReader|MultipartForm)(?:$|[.\[(])|UploadFile\(\)|multipart\.(?:FileHeader|File)\(\)|Express\.Multer\.File\(\)`)

// readUpload finds writes to a disk, and the files of requests.
func (u use) readUpload() {
	if u.call == nil {
		return
	}
	if position, found := diskWriters[u.family][u.origin]; found {
		u.readWrite(position)
	}
	switch u.name {
	case "copyfileobj": // shutil.copyfileobj(upload.file, f)
		u.take(u.function, u.at, u.function.Origin(u.argument(0)))
	case "FormFile", "MultipartReader", "MultipartForm":
		u.take(u.function, u.at, u.origin)
	case "mv", "save": // file.mv(path) of express-fileupload, file.save(path) of Flask's uploads
		member, ok := u.call.Callee.(*program.Member)
		path := u.argument(0)
		if !ok || path == nil {
			return
		}
		if origin := u.function.Origin(member.X); takers.MatchString(origin) {
			u.take(u.function, u.at, origin)
			known := u.upload(u.function)
			known.writes = append(known.writes, write{u.function, u.at, u.origin, u.isTemporary(u.function, path), u.constantParts(u.function, path)})
		}
	}
}

func (u use) readWrite(position int) {
	path := u.argument(position)
	if position < 0 {
		if member, ok := u.call.Callee.(*program.Member); ok {
			path = member.X
		}
	}
	if path == nil {
		return
	}
	switch {
	case u.origin == "open" || strings.HasSuffix(u.origin, ".open") || u.origin == "anyio.open_file":
		mode := u.text(1)
		if position < 0 {
			mode = u.text(0)
		}
		if given, ok := u.function.Constant(u.keyword("mode")); ok {
			mode = given
		}
		if !strings.ContainsAny(mode, "wxa") {
			return
		}
	case u.origin == "os.OpenFile" && !strings.Contains(u.file.Text(u.at), "O_CREATE"):
		return
	}
	known := u.upload(u.function)
	known.writes = append(known.writes, write{u.function, u.at, u.origin, u.isTemporary(u.function, path), u.constantParts(u.function, path)})
}

// readUploadFunction finds a request's files among a function's parameters.
func (r *reading) readUploadFunction(f *program.Function) {
	for _, param := range f.Params {
		program.Visit(param.Type, func(x program.Expression) bool {
			switch x.(type) {
			case *program.Name, *program.Member:
				r.take(f, param.Range(), f.Origin(x)+"()")
				return false
			}
			return true
		})
	}
}

// readUploadMember finds the files of a request where a property gives them.
func (r *reading) readUploadMember(f *program.Function, x *program.Member) {
	switch x.Name {
	case "file", "files", "FILES", "MultipartForm":
		r.take(f, x.Range(), f.Origin(x))
	}
}

// take notes that a function takes in a file, where the origin is one of a request.
func (r *reading) take(f *program.Function, at program.Span, origin string) {
	if !takers.MatchString(origin) {
		return
	}
	if known := r.upload(f); !known.taken {
		known.taken, known.source, known.at, known.where = true, origin, at, f
	}
}

// settleUploads puts takers and writers of one function together: a file that is
// written where an upload is taken is the upload.
func (r *reading) settleUploads() {
	for _, f := range r.file.Functions {
		known, found := r.uploads[f]
		if !found {
			continue
		}
		if !known.taken {
			for _, one := range known.writes {
				if !one.temporary {
					r.count(one.f, one.at, Sign{Kind: DiskWrite, Callee: one.callee})
				}
			}
			continue
		}
		if !f.Top { // at the top level other files stand beside each other
			for _, one := range known.writes {
				kind := UploadDisk
				if one.temporary {
					kind = UploadTemp
				}
				r.add(one.f, one.at, Sign{Kind: kind, Callee: one.callee, Detail: one.detail})
			}
		}
		if known.where == nil { // a library's sign is there already
			continue
		}
		line := r.file.Line(known.at.Start)
		if !slices.ContainsFunc(r.facts.Signs, func(s Sign) bool { return s.Kind == UploadTaken && s.Line == line }) {
			r.add(known.where, known.at, Sign{Kind: UploadTaken, Callee: known.source})
		}
	}
	r.settleExpiry()
}
