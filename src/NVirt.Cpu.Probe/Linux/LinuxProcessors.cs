using System.Runtime.ExceptionServices;

namespace NVirt.Cpu.Probe.Linux;

/// <summary>Binds a thread of its own to one processor after another (sched_setaffinity).</summary>
internal sealed class LinuxProcessors : IProcessors
{
    private const int FirstMaskWords = 1024 / 64;
    private const int MaxMaskWords = 65536 / 64;

    /// <inheritdoc/>
    public void RunOnEach(Action<int> work)
    {
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                RunHere(work);
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
    }

    /// <summary>The processors that the process may use.</summary>
    public static IReadOnlyList<int> Allowed()
    {
        // The kernel rejects a mask shorter than its own, so longer ones are tried.
        for (int words = FirstMaskWords; words <= MaxMaskWords; words *= 2)
        {
            ulong[] mask = new ulong[words];
            if (Libc.GetAffinity(Environment.ProcessId, (nuint)words * sizeof(ulong), mask) >= 0)
            {
                return [.. CpuMask.Numbers(mask)];
            }
        }

        return [];
    }

    private static void RunHere(Action<int> work)
    {
        foreach (int cpu in Allowed())
        {
            ulong[] mask = CpuMask.Of(cpu);
            if (Libc.SetAffinity(0, (nuint)mask.Length * sizeof(ulong), mask) >= 0)
            {
                work(cpu);
            }
        }
    }
}
