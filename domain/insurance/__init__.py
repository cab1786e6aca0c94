"""融资保险: enterprises ask insurers to cover their financing; insurers accept, review, pay out."""
