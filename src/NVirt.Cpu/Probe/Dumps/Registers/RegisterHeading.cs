namespace NVirt.Cpu.Probe.Dumps.Registers;

/// <summary>A line behind which the registers of another processor stand.</summary>
/// <param name="Cpu">Its number, if the line has one.</param>
/// <param name="IsMachine">Whether what follows is of the whole machine, and not of one processor.</param>
internal readonly record struct RegisterHeading(int? Cpu, bool IsMachine = false);
