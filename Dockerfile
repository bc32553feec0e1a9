# The course in one container: CPU only, pinned versions, not as root.
#   docker build -t rnn-explainer . && docker run --rm -p 8501:8501 rnn-explainer
FROM python:3.11-slim-bookworm

RUN useradd --uid 1000 --create-home learner
WORKDIR /course

COPY requirements.txt deploy/constraints.txt ./
RUN pip install --no-cache-dir --extra-index-url https://download.pytorch.org/whl/cpu -r requirements.txt -c constraints.txt

COPY .streamlit .streamlit
COPY app.py ./
COPY assets assets
COPY pages pages
COPY explainer explainer
COPY deploy deploy

# One thread for each sum: learners are many, sums are small. Two pools of memory: with one a thread, what pages give back would stay with the process.
ENV OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MALLOC_ARENA_MAX=2 PYTHONUNBUFFERED=1
USER 1000
EXPOSE 8501
HEALTHCHECK --interval=15s --timeout=4s --start-period=40s --retries=3 CMD ["python", "-c", "import urllib.request as web; web.urlopen('http://localhost:8501/_stcore/health', timeout=3)"]
CMD ["python", "-m", "streamlit", "run", "deploy/asgi.py", "--server.port=8501", "--server.headless=true", "--server.fileWatcherType=none"]
