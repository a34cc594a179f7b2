using System.Diagnostics.CodeAnalysis;
using Xunit;

namespace NVirt.Testing;

/// <summary>
/// What a test needs from the machine that runs it. A package can be installed: if one is missing the test is skipped, but in continuous
/// integration (<c>CI=true</c>) it fails. Hardware cannot be installed: if it is missing or odd, the test is always skipped.
/// </summary>
internal static class Needs
{
    private static bool IsContinuousIntegration => Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>Something from a package: a program, a library, a schema.</summary>
    /// <param name="isThere">Whether it is present.</param>
    /// <param name="reason">What is missing, and the package that contains it.</param>
    public static void Package([DoesNotReturnIf(false)] bool isThere, string reason) => Package(isThere, reason, IsContinuousIntegration);

    /// <inheritdoc cref="Package(bool, string)"/>
    internal static void Package([DoesNotReturnIf(false)] bool isThere, string reason, bool isContinuousIntegration)
    {
        if (!isThere && isContinuousIntegration)
        {
            Assert.Fail(reason);
        }

        Assert.SkipUnless(isThere, reason);
    }

    /// <summary>A program in <c>PATH</c>, and the Debian package that contains it.</summary>
    public static void Program(string program, string package)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        Package(folders.Any(f => File.Exists(Path.Combine(f, program))), $"{program} is not installed (Debian package {package})");
    }

    /// <summary>Something that a machine may well do without, also in continuous integration, such as another language.</summary>
    /// <param name="isThere">Whether it is there.</param>
    /// <param name="reason">What is missing, and the package that has it.</param>
    public static void Option([DoesNotReturnIf(false)] bool isThere, string reason) => Assert.SkipUnless(isThere, reason);

    /// <summary>
    /// Something that only the machine can have: a device that can be opened, a processor, a kernel, a permission.
    /// </summary>
    /// <param name="isThere">Whether it is present, in the way that the test needs.</param>
    /// <param name="reason">What is missing or odd.</param>
    public static void Hardware([DoesNotReturnIf(false)] bool isThere, string reason) => Assert.SkipUnless(isThere, reason);

    /// <summary>A processor of the architecture for which most tests on this machine are written.</summary>
    public static void X86() => Hardware(System.Runtime.Intrinsics.X86.X86Base.IsSupported, "this is not an x86 machine");

    /// <summary>Linux, and what only Linux has.</summary>
    public static void Linux(string reason) => Hardware(OperatingSystem.IsLinux(), reason);
}
