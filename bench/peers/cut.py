"""The first rows of a workload:  python cut.py WORKLOAD TARGET [ROWS]"""

import json
import sys
from pathlib import Path

rows = json.loads(Path(sys.argv[1]).read_text())
Path(sys.argv[2]).write_text(json.dumps(rows[: int(sys.argv[3])] if len(sys.argv) > 3 else rows))
