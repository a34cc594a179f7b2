namespace NVirt.Cpu.Judging;

/// <summary>
/// NVirt's answer to a question about CPUs. The numbers are the exit codes of the tool and the return codes of the C interface.
/// </summary>
public enum CpuAnswer
{
    /// <summary>Yes; or it is done.</summary>
    Yes = 0,

    /// <summary>None: it could not be judged.</summary>
    None = 1,

    /// <summary>No.</summary>
    No = 2,

    /// <summary>What is unknown could turn the answer.</summary>
    Unknown = 3,
}
