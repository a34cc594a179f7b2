using NVirt.Cpu.Judging;

namespace NVirt.Native;

/// <summary>The border that no exception crosses.</summary>
internal static class NativeCall
{
    /// <summary>Runs what a function does.</summary>
    /// <returns>The return code of the C interface.</returns>
    public static int Run(Func<CpuAnswer> body)
    {
        try
        {
            LastError.Clear();
            return (int)body();
        }
        catch (Exception e)
        {
            return (int)LastError.Keep(e);
        }
    }
}
