namespace NVirt.Cpu.Probe;

/// <summary>The processors of the machine that this process may run on.</summary>
internal interface IProcessors
{
    /// <summary>
    /// Does the work once on each processor, in the order of their numbers, one after the other. A processor that can not be had is
    /// skipped; the affinity of the calling thread does not change.
    /// </summary>
    public void RunOnEach(Action<int> work);
}

/// <summary>Where threads can not be bound to processors: there is none to run on.</summary>
internal sealed class NoProcessors : IProcessors
{
    /// <inheritdoc/>
    public void RunOnEach(Action<int> work)
    {
    }
}
