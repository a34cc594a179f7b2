using System.Diagnostics;
using System.Runtime.Intrinsics;
using NVirt.Testing;

namespace NVirt.Cpu.Tests.X86;

/// <summary>
/// The vector width is chosen at run time, so the tests of sets and fleets run again in processes without the widest ones.
/// </summary>
public sealed class VectorWidthTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512=0", 256)]
    [InlineData("DOTNET_EnableAVX2=0", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic=0", 0)]
    public void Sets_and_fleets_are_right_in_every_width(string setting, int bits)
    {
        Needs.Hardware(VectorWidthProbe.Width >= bits, "this processor has no vectors of that width");
        string[] pair = setting.Split('=');
        ProcessStartInfo start =
            new("dotnet", ["exec", typeof(VectorWidthTests).Assembly.Location, "-class", typeof(FleetTests).FullName!, "-class",
                typeof(PropertyTests).FullName!, "-class", typeof(VectorWidthProbe).FullName!])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            };
        start.Environment[pair[0]] = pair[1];
        start.Environment[VectorWidthProbe.Expected] = bits.ToString(System.Globalization.CultureInfo.InvariantCulture);
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
        Assert.Matches("Total: [0-9]{2,}, Errors: 0, Failed: 0", output);
    }
}

/// <summary>Checks, in such a process, that the width is the intended one.</summary>
public sealed class VectorWidthProbe
{
    internal const string Expected = "NVIRT_EXPECTED_VECTOR_BITS";

    internal static int Width => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256
        : Vector128.IsHardwareAccelerated ? 128 : 0;

    [Fact]
    public void The_width_is_the_expected_one()
    {
        string width = Width.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(Environment.GetEnvironmentVariable(Expected) ?? width, width);
    }
}
