# Airflow's own image, with what the lock names and the project in it; every service of docker-compose.yaml runs it.
FROM apache/airflow:3.3.2-python3.12

USER root
RUN install -d -o airflow -g 0 -m 0770 /var/lib/reform-index/landing /var/lib/reform-index/mail
USER airflow

COPY requirements.txt /opt/airflow/requirements.txt
RUN pip install --no-cache-dir --require-hashes -r /opt/airflow/requirements.txt

COPY --chown=airflow:0 include /opt/airflow/include
COPY --chown=airflow:0 plugins /opt/airflow/plugins
COPY --chown=airflow:0 dags /opt/airflow/dags
COPY --chown=airflow:0 docs /opt/airflow/docs

ENV PYTHONPATH=/opt/airflow GX_ANALYTICS_ENABLED=false
WORKDIR /opt/airflow
