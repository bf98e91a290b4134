from tables import Task, Worker


def is_lead(worker: Worker, task: Task) -> bool:
    return worker.lead_of is not None and worker.lead_of == task.team


def can_edit(worker: Worker, task: Task) -> bool:
    return task.worker_id == worker.id or is_lead(worker, task)
