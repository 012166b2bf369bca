package lowering

func golang() *language { return &language{} }
