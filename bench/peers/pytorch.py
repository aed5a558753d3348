"""One training step of the model in PyTorch on the CPU: the peer of bench/step.

    python3 pytorch.py '{"D": 8026, "d": 8026, "n": 32, "heads": 1, "fused": false, "steps": 8}'

Prints {"seconds": {"median", "min"}, "peakRssBytes", "version"} as JSON. The loop is the notebook's (notebook.txt,
part c) with heads added the way PyTorch users write them: one batched product. Time does not depend on the values,
so X is dense noise; the notebook holds it dense too.
"""

import json
import resource
import statistics
import sys
import time

import torch

options = json.loads(sys.argv[1])
D, d, n, heads = options["D"], options["d"], options["n"], options["heads"]
torch.manual_seed(0)

X = torch.randn((max(4 * n, 256), D))
y = torch.randint(0, 4, (X.shape[0],)).type(torch.float32)
shape = (d, D) if heads == 1 else (heads, d, D)
A_K = torch.randn(shape) * (2 / D) ** 0.5
A_Q = torch.randn(shape) * (2 / D) ** 0.5
A_K.requires_grad = True
A_Q.requires_grad = True
optimizer = torch.optim.Adam([A_K, A_Q], lr=1e-5, **({"fused": True} if options["fused"] else {}))
softmax = torch.nn.Softmax(dim=-2)
cos = torch.nn.CosineSimilarity(dim=0)


def step() -> None:
    optimizer.zero_grad()
    indices = torch.randperm(X.shape[0])[:n]
    seq_X, seq_Y = X[indices], y[indices]
    K = A_K @ (seq_X.T)
    Q = A_Q @ (seq_X.T)
    att = softmax((K.transpose(-1, -2) @ Q) / (D ** (1 / 2)))
    if heads > 1:
        att = att.mean(0)
    truth = ((seq_Y - seq_Y.reshape(-1, 1)) == 0).type(torch.float32)
    loss = -cos(att, truth).mean()
    loss.backward()
    optimizer.step()
    loss.item()


step()
step()
times = []
for _ in range(options["steps"]):
    start = time.perf_counter()
    step()
    times.append(time.perf_counter() - start)
print(
    json.dumps(
        {
            "seconds": {"median": statistics.median(times), "min": min(times)},
            "peakRssBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
            "version": torch.__version__,
        }
    )
)
