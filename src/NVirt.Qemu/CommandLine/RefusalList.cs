using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using NVirt.Cpu;

namespace NVirt.Qemu.CommandLine;

/// <summary>Why a domain is refused: everything that is found, so that it can be mended at once.</summary>
internal sealed class RefusalList
{
    private readonly List<CpuException> _all = [];

    public bool IsEmpty => _all.Count == 0;

    public void Add(CpuException refused) => _all.Add(refused);

    /// <summary>Takes a step, which may be refused.</summary>
    /// <returns>Whether it was not.</returns>
    public bool Try(Action step)
    {
        try
        {
            step();
            return true;
        }
        catch (CpuException e)
        {
            Add(e);
            return false;
        }
    }

    /// <summary>Refuses the domain, if there is a reason: one exception for all of them, of the kind of the first.</summary>
    public void Throw()
    {
        CpuException[] all = [.. _all.DistinctBy(e => e.Message)];
        if (all.Length == 0)
        {
            return;
        }

        if (all.Length == 1)
        {
            ExceptionDispatchInfo.Throw(all[0]);
        }

        ImmutableArray<CpuReason> reasons = [.. all.SelectMany(e => e.Refusal.Reasons)];
        throw new CpuException(new CpuRefusal(all[0].Kind, reasons), all[0]).At(string.Join("; ", all.Select(e => e.Message)));
    }
}
