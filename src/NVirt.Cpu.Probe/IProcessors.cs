namespace NVirt.Cpu.Probe;

/// <summary>The processors of the machine that this process may run on.</summary>
internal interface IProcessors
{
    /// <summary>
    /// Runs the work once on each processor, in the order of their numbers, one after the other. A processor that is not available is
    /// skipped; the affinity of the calling thread does not change.
    /// </summary>
    public void RunOnEach(Action<int> work);
}

/// <summary>Where threads cannot be bound to processors: there are none to run on.</summary>
internal sealed class NoProcessors : IProcessors
{
    /// <inheritdoc/>
    public void RunOnEach(Action<int> work)
    {
    }
}
