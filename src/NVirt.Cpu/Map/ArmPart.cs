namespace NVirt.Cpu.Map;

/// <summary>The name of an ARM processor; the list is data/arm-parts.</summary>
/// <param name="Implementer">MIDR_EL1[31:24].</param>
/// <param name="Part">MIDR_EL1[15:4].</param>
/// <param name="Name">Its name, including the manufacturer.</param>
internal sealed record ArmPart(uint Implementer, uint Part, string Name);
