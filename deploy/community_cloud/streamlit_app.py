"""The course, started from this folder: Streamlit Community Cloud installs the requirements.txt that stands beside the script it runs."""

import runpy
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))
runpy.run_path(str(ROOT / "app.py"))
